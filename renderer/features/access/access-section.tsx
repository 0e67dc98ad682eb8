import { Plus } from 'lucide-react'
import { useState } from 'react'
import { GridList, GridListItem } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Pane } from '../../components/pane.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import type { User } from '../../store/access.ts'
import { copyText } from '../../store/clipboard.ts'
import { openDialog } from '../../store/view.ts'
import { AccountList } from './account-list.tsx'
import { UserDetail } from './user-detail.tsx'
import { useUsers } from './use-users.ts'

const COMMAND_LINE = 'coffer serve --vault ./vault'

/** Who may call: users with their access keys and policies, and the accounts that secrets belong to. */
export function AccessSection() {
  const { users, error } = useUsers()
  const [chosen, setChosen] = useState<string | null>(null)
  const selected = users?.find((user) => user.UserName === chosen) ?? users?.[0] ?? null
  return (
    <Pane
      title="Access"
      {...(users !== null && { count: users.length })}
      scrolls={false}
      tools={
        <Button variant="primary" icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('create-user', {})}>
          New user
        </Button>
      }
    >
      <div className="grid h-full grid-cols-[minmax(200px,280px)_minmax(0,1fr)]">
        <div className="flex min-h-0 flex-col overflow-y-auto border-r border-line">
          <Heading text="Users" />
          {users !== null && users.length > 0 && <UserList users={users} selected={selected?.UserName ?? null} onSelect={setChosen} />}
          {users?.length === 0 && <p className="px-3 pb-2 text-sm text-muted">None yet.</p>}
          <Heading text="Accounts" />
          <AccountList />
        </div>
        <div className="min-h-0 overflow-y-auto bg-bg">
          {error !== null && <ErrorNote error={error} className="m-4" />}
          {selected !== null && <UserDetail key={selected.UserName} user={selected} />}
          {users?.length === 0 && (
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
          )}
        </div>
      </div>
    </Pane>
  )
}

function Heading({ text }: { readonly text: string }) {
  return <h2 className="px-3 pt-3 pb-1 text-xs text-faint">{text}</h2>
}

function UserList(props: { readonly users: readonly User[]; readonly selected: string | null; readonly onSelect: (userName: string) => void }) {
  return (
    <GridList
      aria-label="Users"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={props.selected === null ? [] : [props.selected]}
      onSelectionChange={(keys) => {
        const [first] = keys
        if (first !== undefined) props.onSelect(String(first))
      }}
      className="no-ring flex flex-col outline-none"
    >
      {props.users.map((user) => (
        <GridListItem
          key={user.UserName}
          id={user.UserName}
          textValue={user.UserName}
          className="no-ring flex h-(--row) cursor-default items-center gap-2 border-b border-line2 px-3 outline-none hover:bg-sunken focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] selected:bg-accent-soft selected:shadow-[inset_2px_0_var(--accent)] focus-visible:selected:shadow-[inset_0_0_0_2px_var(--accent)]"
        >
          <span className="mono min-w-0 flex-1 truncate">{user.UserName}</span>
          <LastUse user={user} />
        </GridListItem>
      ))}
    </GridList>
  )
}

function LastUse({ user }: { readonly user: User }) {
  const active = user.AccessKeys.filter((key) => key.Status === 'Active')
  const lastSeconds = Math.max(0, ...user.AccessKeys.map((key) => key.LastUsedDate ?? 0))
  if (active.length === 0) return <span className="flex-none text-sm text-muted">no key</span>
  return <span className="flex-none text-sm text-muted">{lastSeconds === 0 ? 'never used' : <RelativeTime ms={lastSeconds * 1000} />}</span>
}
