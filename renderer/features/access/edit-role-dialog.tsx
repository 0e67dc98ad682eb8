import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useIdentities } from '../../hooks/use-identities.ts'
import type { Role } from '../../store/access.ts'
import { closeDialog } from '../../store/view.ts'

const HOUR_SECONDS = 3600
/** Source: IAM API reference, UpdateRole, MaxSessionDuration. */
const SESSION_HOURS = { minimum: 1, maximum: 12 } as const

/** Description and longest session of a role. */
export function EditRoleDialog({ roleName }: { readonly roleName: string }) {
  const { identities } = useIdentities()
  const role = identities?.roles.find((one) => one.RoleName === roleName)
  return role === undefined ? null : <RoleForm role={role} />
}

function RoleForm({ role }: { readonly role: Role }) {
  const [description, setDescription] = useState(role.Description ?? '')
  const [hours, setHours] = useState(role.MaxSessionDuration / HOUR_SECONDS)
  const saving = useAction(async () => {
    await call('workbench:UpdateRole', { RoleName: role.RoleName, Description: description, MaxSessionDuration: Math.round(hours * HOUR_SECONDS) })
    closeDialog()
  })
  return (
    <FormDialog
      title={`Role ${role.RoleName}`}
      width="small"
      onClose={closeDialog}
      action="Save"
      canSubmit
      submission={saving}
      className="flex flex-col gap-4"
    >
      <TextField label="Description" value={description} onChange={setDescription} maxLength={1000} autoFocus />
      <NumberField label="Longest session" value={hours} onChange={setHours} {...SESSION_HOURS} unit={hours === 1 ? 'hour' : 'hours'} hint="Sessions that run already keep their end." />
    </FormDialog>
  )
}
