import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { saveFilter } from '../../store/filters.ts'
import { closeDialog } from '../../store/view.ts'

/** Keeps what is in the filter field under a name. */
export function SaveFilterDialog({ query }: { readonly query: string }) {
  const [label, setLabel] = useState('')
  const action = useAction(async () => {
    await saveFilter(label.trim(), query)
    closeDialog()
  })
  const canSave = label.trim() !== ''
  return (
    <Dialog
      title="Save this filter"
      description={<span className="mono">{query}</span>}
      width="small"
      isBusy={action.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={!canSave} isPending={action.pending} onPress={action.run}>
            Save filter
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (canSave) void action.run()
        }}
      >
        <TextField label="Name" value={label} onChange={setLabel} maxLength={64} autoFocus placeholder="Production databases" />
      </form>
      {action.error === null ? null : <ErrorNote error={action.error} className="mt-3" />}
    </Dialog>
  )
}
