import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Pane } from '../../components/pane.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { type Identities, useIdentities } from '../../hooks/use-identities.ts'
import type { User } from '../../store/access.ts'
import { copyText } from '../../store/clipboard.ts'
import { openDialog } from '../../store/view.ts'
import { AccountList } from './account-list.tsx'
import { GroupDetail } from './group-detail.tsx'
import { IdentityList, type ListedIdentity } from './identity-list.tsx'
import { RoleDetail } from './role-detail.tsx'
import { UserDetail } from './user-detail.tsx'

const COMMAND_LINE = 'coffer serve --vault ./vault'

function listed({ users, groups, roles }: Identities): { readonly users: readonly ListedIdentity[]; readonly groups: readonly ListedIdentity[]; readonly roles: readonly ListedIdentity[] } {
  return {
    users: users.map((user) => ({ id: `user/${user.UserName}`, name: user.UserName, remark: <LastUse user={user} /> })),
    groups: groups.map((group) => ({ id: `group/${group.GroupId}`, name: group.GroupName, remark: group.UserNames.length === 1 ? '1 user' : `${group.UserNames.length} users` })),
    roles: roles.map((role) => ({ id: `role/${role.RoleName}`, name: role.RoleName, remark: null })),
  }
}

/** Who may call: users, groups and roles with what they may do, and the accounts that secrets belong to. */
export function AccessSection() {
  const { identities, error } = useIdentities()
  const [chosen, setChosen] = useState<string | null>(null)
  const lists = identities === null ? null : listed(identities)
  const all = lists === null ? [] : [...lists.users, ...lists.groups, ...lists.roles]
  const selected = all.find(({ id }) => id === chosen)?.id ?? all[0]?.id ?? null
  return (
    <Pane
      title="Access"
      {...(identities !== null && { count: all.length })}
      scrolls={false}
      tools={
        <>
          <Button onPress={() => openDialog('create-group', {})}>New group</Button>
          <Button onPress={() => openDialog('create-role', {})}>New role</Button>
          <Button variant="primary" icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('create-user', {})}>
            New user
          </Button>
        </>
      }
    >
      <div className="grid h-full grid-cols-[minmax(200px,280px)_minmax(0,1fr)]">
        <div className="flex min-h-0 flex-col overflow-y-auto border-r border-line">
          {(['users', 'groups', 'roles'] as const).map((kind) => (
            <IdentityGroup key={kind} label={LABELS[kind]} items={lists?.[kind] ?? null} selected={selected} onSelect={setChosen} />
          ))}
          <Heading text="Accounts" />
          <AccountList />
        </div>
        <div className="min-h-0 overflow-y-auto bg-bg" tabIndex={0} role="region" aria-label="Identity">
          {error === null ? null : <ErrorNote error={error} className="m-4" />}
          {identities === null || selected === null ? null : <IdentityDetail key={selected} id={selected} identities={identities} />}
          {identities !== null && all.length === 0 ? (
            <EmptyState
              sentence="Programs call as a user of this vault, with an access key that you make here and can take back."
              button={
                <Button variant="primary" onPress={() => openDialog('connect', {})}>
                  Connect a program
                </Button>
              }
              commandLine={COMMAND_LINE}
              copy={() => copyText(COMMAND_LINE, { secret: false })}
            />
          ) : null}
        </div>
      </div>
    </Pane>
  )
}

const LABELS = { users: 'Users', groups: 'Groups', roles: 'Roles' } as const

function IdentityGroup(props: { readonly label: string; readonly items: readonly ListedIdentity[] | null; readonly selected: string | null; readonly onSelect: (id: string) => void }) {
  const { label, items } = props
  return (
    <>
      <Heading text={label} />
      {items !== null && items.length > 0 ? <IdentityList label={label} items={items} selected={props.selected} onSelect={props.onSelect} /> : null}
      {items?.length === 0 ? <p className="px-3 pb-2 text-sm text-muted">None yet.</p> : null}
    </>
  )
}

function IdentityDetail({ id, identities }: { readonly id: string; readonly identities: Identities }) {
  const user = identities.users.find(({ UserName }) => `user/${UserName}` === id)
  const group = identities.groups.find(({ GroupId }) => `group/${GroupId}` === id)
  const role = identities.roles.find(({ RoleName }) => `role/${RoleName}` === id)
  if (user !== undefined) return <UserDetail user={user} identities={identities} />
  if (group !== undefined) return <GroupDetail group={group} identities={identities} />
  return role === undefined ? null : <RoleDetail role={role} identities={identities} />
}

function Heading({ text }: { readonly text: string }) {
  return <h2 className="px-3 pt-3 pb-1 text-xs text-faint">{text}</h2>
}

function LastUse({ user }: { readonly user: User }) {
  const active = user.AccessKeys.filter((key) => key.Status === 'Active')
  const lastSeconds = Math.max(0, ...user.AccessKeys.map((key) => key.LastUsedDate ?? 0))
  if (active.length === 0) return 'no key'
  return lastSeconds === 0 ? 'never used' : <RelativeTime ms={lastSeconds * 1000} />
}
