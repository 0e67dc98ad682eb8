import { useState } from 'react'
import { FormDialog } from '../../components/form-dialog.tsx'
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
    <FormDialog
      title="Save this filter"
      description={<span className="mono">{query}</span>}
      width="small"
      onClose={closeDialog}
      action="Save filter"
      canSubmit={canSave}
      submission={action}
    >
      <TextField label="Name" value={label} onChange={setLabel} maxLength={64} autoFocus placeholder="Production databases" />
    </FormDialog>
  )
}
