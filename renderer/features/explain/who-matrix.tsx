import { Check, KeyRound, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { call } from '../../api/coffer-api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { SecretPicker } from '../../components/secret-picker.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { Switch } from '../../components/switch.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { explain } from '../../store/explain.ts'
import { useStore } from '../../store/store.ts'
import { useAccessRevision } from './use-explanation.ts'

type Identity = WireOutput<'workbench:ListSecretAccess'>['Identities'][number]
type Result = Identity['Results'][number]

const COLUMNS = [
  { action: 'secretsmanager:GetSecretValue', label: 'Read' },
  { action: 'secretsmanager:DescribeSecret', label: 'See details' },
  { action: 'secretsmanager:PutSecretValue', label: 'Write' },
  { action: 'secretsmanager:DeleteSecret', label: 'Delete' },
  { action: 'secretsmanager:PutResourcePolicy', label: 'Change policy' },
] as const
const GRID = 'grid grid-cols-[minmax(180px,1fr)_repeat(5,minmax(72px,104px))] items-stretch'

/** Who of the vault may do what with one secret. A press on a cell explains it. */
export function WhoMatrix({ secretArn }: { readonly secretArn: string | null }) {
  const [onlyReaders, setOnlyReaders] = useState(false)
  return (
    <div className="flex h-full flex-col">
      <div className="flex flex-none items-end gap-4 border-b border-line px-4 py-3">
        <div className="w-96 max-w-full min-w-0">
          <SecretPicker label="Secret" arn={secretArn} onChange={(arn) => explain({ secretArn: arn })} />
        </div>
        <span className="ml-auto flex items-center gap-1.5 pb-1.5 text-sm text-muted max-[1000px]:hidden">
          <KeyRound size={14} className="text-red" aria-hidden /> the secret says yes, its key no
        </span>
        <span className="pb-1.5">
          <Switch isSelected={onlyReaders} onChange={setOnlyReaders}>
            Only who may read it
          </Switch>
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label="Who may do what">
        {secretArn === null ? <EmptyState sentence="Choose a secret to see who may read, change and delete it." /> : <Matrix secretArn={secretArn} onlyReaders={onlyReaders} />}
      </div>
    </div>
  )
}

function Matrix({ secretArn, onlyReaders }: { readonly secretArn: string; readonly onlyReaders: boolean }) {
  const revision = useAccessRevision()
  const { value, error } = useLatest(`${secretArn} ${revision}`, () => call('workbench:ListSecretAccess', { SecretId: secretArn, Actions: COLUMNS.map(({ action }) => action) }))
  const accounts = useStore((state) => state.session.accounts)
  if (error !== null) return <ErrorNote error={error} className="m-4" />
  if (value === null) return <div className="p-4"><Spinner label="Asking every identity’s policies" /></div>
  const shown = value.Identities.filter(({ Results }) => !onlyReaders || Results[0]?.Allowed === true)
  const notes = new Set(shown.flatMap(({ Results }) => Results[0]?.Notes ?? []).filter((note) => note.startsWith('The ')))
  const accountIds = [...new Set(shown.map(({ AccountId }) => AccountId))]
  return (
    <>
      {[...notes].map((note) => (
        <Note key={note} tone="amber" className="mx-4 mt-3">
          {note}
        </Note>
      ))}
      <div role="table" aria-label="Who may do what" className="min-w-[560px]">
        <div role="row" className={`${GRID} sticky top-0 border-b border-line bg-panel text-xs text-muted`}>
          <span role="columnheader" className="px-4 py-1.5">Identity</span>
          {COLUMNS.map(({ action, label }) => (
            <span key={action} role="columnheader" className="px-2 py-1.5 text-center" title={action}>{label}</span>
          ))}
        </div>
        {accountIds.map((id) => (
          <div key={id} role="rowgroup" aria-label={`Account ${id}`}>
            <div role="row">
              <span role="rowheader" className="block px-4 pt-3 pb-1 text-xs text-faint">
                {accounts.find((account) => account.AccountId === id)?.Name ?? 'account'} {id}
              </span>
            </div>
            {shown.filter(({ AccountId }) => AccountId === id).map((identity) => (
              <div key={identity.PrincipalArn} role="row" className={`${GRID} min-h-(--row) border-b border-line2`}>
                <span role="rowheader" className="mono flex min-w-0 items-center px-4" title={identity.PrincipalArn}>
                  <span className="truncate">
                    {identity.Kind === 'root' ? null : <span className="text-muted">{identity.Kind}/</span>}
                    {identity.Name}
                  </span>
                </span>
                {identity.Results.map((result) => (
                  <span key={result.Action} role="cell" className="flex">
                    <Cell identity={identity} result={result} secretArn={secretArn} />
                  </span>
                ))}
              </div>
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 ? <p className="p-4 text-muted">Nobody of the vault.</p> : null}
    </>
  )
}

function Cell({ identity, result, secretArn }: { readonly identity: Identity; readonly result: Result; readonly secretArn: string }) {
  const what = COLUMNS.find(({ action }) => action === result.Action)?.label ?? result.Action
  const word = result.Allowed ? 'yes' : result.RefusedBy === 'key' ? 'no, its key says no' : 'no'
  return (
    <Button
      aria-label={`${identity.Kind === 'root' ? 'root' : `${identity.Kind}/${identity.Name}`} ${what}: ${word}`}
      onPress={() => explain({ mode: 'call', principal: identity.PrincipalArn, action: result.Action, secretArn, versionStage: '', facts: [] })}
      className="flex flex-1 cursor-default items-center justify-center hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <span title={result.Sentence}>
        {result.Allowed ? <Check size={16} className="text-accent" aria-hidden /> : result.RefusedBy === 'key' ? <KeyRound size={14} className="text-red" aria-hidden /> : <X size={14} className="text-mark" aria-hidden />}
      </span>
    </Button>
  )
}
