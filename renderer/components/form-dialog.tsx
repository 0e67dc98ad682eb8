import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import { type CofferErrorLike, ErrorNote } from './error-note.tsx'

/** What the form does, as `useAction` gives it. */
interface Submission {
  readonly run: () => Promise<void>
  readonly pending: boolean
  readonly error: CofferErrorLike | null
}

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'description' | 'width' | 'role' | 'hasEdits' | 'onClose'> {
  /** The fields. */
  readonly children: ReactNode
  /** The verb on the main button, as in "Create key". */
  readonly action: string
  readonly isDanger?: boolean
  /** False while something is missing or wrong: neither the button nor Enter sends the form then. */
  readonly canSubmit: boolean
  readonly submission: Submission
  /** True where what was begun must be waited for: Cancel is off meanwhile, too. */
  readonly mustFinish?: boolean
  /** Lays out the fields. */
  readonly className?: string
}

/** A dialog that is one form with one action. Enter in a field or the main button sends it; an error is shown below the fields, which stay as typed. */
export function FormDialog(props: FormDialogProps) {
  const { children, action, isDanger = false, canSubmit, submission, mustFinish = false, className, ...dialog } = props
  return (
    <Dialog
      {...dialog}
      isBusy={submission.pending}
      footer={
        <>
          <Button onPress={dialog.onClose} isDisabled={mustFinish && submission.pending}>
            Cancel
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} isDisabled={!canSubmit} isPending={submission.pending} onPress={submission.run}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className={className}
        onSubmit={(event) => {
          event.preventDefault()
          if (canSubmit) void submission.run()
        }}
      >
        {children}
        {/* Enter in a field sends the form, whose button is in the footer. */}
        <button type="submit" hidden />
      </form>
      {submission.error === null ? null : <ErrorNote error={submission.error} className="mt-3" />}
    </Dialog>
  )
}
