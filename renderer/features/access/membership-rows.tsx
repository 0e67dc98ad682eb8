import { X } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Select } from '../../components/select.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { notify, notifyError } from '../../store/toasts.ts'

interface Membership {
  readonly userName: string
  readonly groupName: string
}

const join = ({ userName, groupName }: Membership) => call('workbench:AddUserToGroup', { UserName: userName, GroupName: groupName }).then(() => undefined)
const leave = ({ userName, groupName }: Membership) => call('workbench:RemoveUserFromGroup', { UserName: userName, GroupName: groupName }).then(() => undefined)

/** The groups of a user, or the users of a group: the same thing from either side. */
export function MembershipRows(props: {
  readonly title: 'Groups' | 'Users'
  readonly names: readonly string[]
  readonly all: readonly string[]
  readonly empty: string
  readonly membershipOf: (name: string) => Membership
}) {
  const { title, names, membershipOf } = props
  const others = props.all.filter((name) => !names.includes(name))
  const [chosen, setChosen] = useState('')
  const candidate = others.includes(chosen) ? chosen : (others[0] ?? '')
  const joining = useAction(async () => join(membershipOf(candidate)))
  const leaving = useAction(async (name: string) => {
    const membership = membershipOf(name)
    await leave(membership)
    notify({
      kind: 'done',
      text: `${membership.userName} is no longer in ${membership.groupName}, and may not do what only its policies allow.`,
      action: { label: 'Undo', run: () => join(membership).catch(notifyError) },
    })
  })
  const error = joining.error ?? leaving.error
  return (
    <>
      <SectionHeader title={title}>{names.length === 0 ? null : names.length}</SectionHeader>
      {names.length === 0 ? <p className="mb-2 text-muted">{props.empty}</p> : null}
      <ul aria-label={title} className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {names.map((name) => (
          <li key={name} className="flex min-h-[34px] items-center border-line2 pr-1.5 pl-3 not-first:border-t">
            <span className="mono min-w-0 flex-1 truncate">{name}</span>
            <IconButton label={title === 'Users' ? `Remove ${name} from the group` : `Leave ${name}`} icon={<X size={14} />} onPress={() => void leaving.run(name)} />
          </li>
        ))}
      </ul>
      {others.length === 0 ? null : (
        <div className="mt-2 flex items-center gap-2">
          <Select aria-label={title === 'Users' ? 'User to add' : 'Group to join'} mono value={candidate} onChange={setChosen} options={others.map((name) => ({ value: name, label: name }))} className="w-56" />
          <Button onPress={joining.run} isPending={joining.pending}>
            {title === 'Users' ? 'Add user' : 'Add to group'}
          </Button>
        </div>
      )}
      {error === null ? null : <ErrorNote error={error} className="mt-2" />}
    </>
  )
}
