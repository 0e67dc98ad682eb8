import { QuietColumn } from '../../components/quiet-column.tsx'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus } from '../../store/session.ts'
import { useStore } from '../../store/store.ts'
import type { VaultStatus } from '../../store/state.ts'
import { UnlockForm } from './unlock-form.tsx'
import { adviceFor, obstacle } from './unlock-words.ts'

/** What stands in front of a sealed vault. */
export function UnlockScreen() {
  const status = useStore((state) => state.session.vault)
  const reason = useStore((state) => state.session.reason)
  if (status === null) return null
  const inTheWay = obstacle(status)
  return (
    <QuietColumn
      title={inTheWay === null ? 'Unlock the vault' : 'The vault cannot be opened'}
      intro={
        <>
          {reason !== null && <span className="block">{reason}</span>}
          <span className="mono selectable block truncate text-faint" title={status.DataFolder}>
            {status.DataFolder}
          </span>
        </>
      }
    >
      {inTheWay === null ? <OpenableVault status={status} /> : <Obstacle status={status} />}
    </QuietColumn>
  )
}

function OpenableVault({ status }: { readonly status: VaultStatus }) {
  return (
    <>
      {status.Warnings.map((warning) => (
        <Note key={warning.Code} tone="amber" className="mt-3">
          {warning.Message}
        </Note>
      ))}
      <UnlockForm status={status} />
    </>
  )
}

/** A newer, damaged or foreign file: nothing is offered that could change it. */
function Obstacle({ status }: { readonly status: VaultStatus }) {
  const looking = useAction(() => refreshStatus())
  const failure = obstacle(status)
  if (failure === null) return null
  const advice = adviceFor(failure, status)
  return (
    <>
      <Note tone="amber" title={advice.title} role="alert" className="mt-3">
        {advice.text}
      </Note>
      <Button className="mt-4 w-full" size="large" onPress={looking.run} isPending={looking.pending}>
        Look again
      </Button>
    </>
  )
}
