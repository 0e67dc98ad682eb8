import type { ReactNode } from 'react'
import type { CofferErrorLike } from './error-note.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNote } from './error-note.tsx'

/** Asks before something that cannot be undone. Says what happens, then offers to do it or not. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly children: ReactNode
  /** The verb on the main button, as in "Delete now". */
  readonly action: string
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  readonly isPending?: boolean
  readonly error?: CofferErrorLike | null
  readonly onConfirm: () => void | Promise<void>
  readonly onClose: () => void
}) {
  return (
    <Dialog
      title={props.title}
      width="small"
      role="alertdialog"
      startsAt={props.isDanger === true ? 'cancel' : 'main'}
      onClose={props.onClose}
      isBusy={props.isPending ?? false}
      footer={
        <>
          <Button variant="secondary" onPress={props.onClose} isDisabled={props.isPending ?? false}>
            Cancel
          </Button>
          <Button
            variant={props.isDanger === true ? 'danger' : 'primary'}
            onPress={props.onConfirm}
            isDisabled={props.isDisabled ?? false}
            isPending={props.isPending ?? false}
          >
            {props.action}
          </Button>
        </>
      }
    >
      <div className="text-muted">{props.children}</div>
      {props.error === null || props.error === undefined ? null : <ErrorNote error={props.error} className="mt-3" />}
    </Dialog>
  )
}
