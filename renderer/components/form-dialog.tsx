import { type ReactNode, useRef } from 'react'
import { Button } from './button.tsx'
import { Dialog, type DialogProps } from './dialog.tsx'
import { focusProblem } from './dialog-keys.ts'
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
  /** False while something is missing or wrong: the button is off then, and Enter goes to what is missing. */
  readonly canSubmit: boolean
  readonly submission: Submission
  /** Instead of "Cancel", where there is nothing to cancel. */
  readonly cancel?: string
  /** What stands at the left of the buttons. */
  readonly aside?: ReactNode
  /** True where what was begun must be waited for: Cancel is off meanwhile, too. */
  readonly mustFinish?: boolean
  /** Lays out the fields. */
  readonly className?: string
}

/** A dialog that is one form with one action. Enter in a field or the main button sends it; an error is shown below the fields, which stay as typed. */
export function FormDialog(props: FormDialogProps) {
  const { children, action, isDanger = false, canSubmit, submission, cancel = 'Cancel', aside, mustFinish = false, className, ...dialog } = props
  const form = useRef<HTMLFormElement>(null)
  return (
    <Dialog
      {...dialog}
      isBusy={submission.pending}
      startsAt={isDanger ? 'cancel' : 'main'}
      footer={
        <>
          {aside}
          <Button onPress={dialog.onClose} isDisabled={mustFinish && submission.pending}>
            {cancel}
          </Button>
          <Button variant={isDanger ? 'danger' : 'primary'} isDisabled={!canSubmit} isPending={submission.pending} onPress={submission.run}>
            {action}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={className}
        onSubmit={(event) => {
          event.preventDefault()
          if (canSubmit) void submission.run()
          else focusProblem(form.current)
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
