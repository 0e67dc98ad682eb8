import { useState } from 'react'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { refreshStatus } from '../../store/session.ts'
import { notifyError } from '../../store/toasts.ts'
import { openVaultFolder } from '../../store/vault.ts'
import { useStore } from '../../store/store.ts'
import type { VaultStatus } from '../../store/state.ts'
import { FindRegion } from './find-region.tsx'
import { LostHome } from './lost-home.tsx'
import { UnlockForm } from './unlock-form.tsx'
import { adviceFor, isHomeLost, obstacle } from './unlock-words.ts'

/** What stands in front of a sealed vault. */
export function UnlockScreen() {
  const status = useStore((state) => state.session.vault)
  const reason = useStore((state) => state.session.reason)
  if (status === null) return <NoAnswer reason={reason ?? ''} />
  const inTheWay = obstacle(status)
  return (
    <QuietColumn
      links={<TextLink onPress={() => void openVaultFolder().catch(notifyError)}>Open another vault folder</TextLink>}
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

/** The process of the vault does not run or does not answer, so nothing is known of the vault itself. */
function NoAnswer({ reason }: { readonly reason: string }) {
  const looking = useAction(() => refreshStatus())
  return (
    <QuietColumn title="The vault does not answer">
      <Note tone="amber" role="alert" className="mt-3">
        {reason}
      </Note>
      <Button className="mt-4 w-full" size="large" onPress={looking.run} isPending={looking.pending}>
        Try again
      </Button>
    </QuietColumn>
  )
}

function OpenableVault({ status }: { readonly status: VaultStatus }) {
  const [newHome, setNewHome] = useState<string | null>(null)
  const isLost = isHomeLost(status)
  return (
    <>
      {status.Warnings.filter((warning) => !isLost || warning.Code !== 'VaultFileMissing').map((warning) => (
        <Note key={warning.Code} tone="amber" className="mt-3">
          {warning.Message}
        </Note>
      ))}
      {isLost ? <LostHome status={status} newHome={newHome} onChange={setNewHome} /> : null}
      {isLost && newHome === null ? null : <UnlockForm status={status} newHome={isLost ? newHome : null} />}
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
        {failure.code === 'VaultFileMissing' ? (
          <div className="mt-2">
            <FindRegion />
          </div>
        ) : null}
      </Note>
      <Button className="mt-4 w-full" size="large" onPress={looking.run} isPending={looking.pending}>
        Look again
      </Button>
    </>
  )
}
