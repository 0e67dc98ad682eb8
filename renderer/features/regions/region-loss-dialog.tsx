import { Download } from 'lucide-react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import type { RegionLoss } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { saveText } from '../../store/vault.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import { byFate, fateWords, lossReport, lossSummary } from './loss-words.ts'
import { countText } from './region-words.ts'

const SHOWN_AT_MOST = 300
const TONE = { lost: 'text-red', stale: 'text-amber', whole: 'text-muted' } as const

/** "What if this disk dies now", for one region's store. */
export function RegionLossDialog({ region }: { readonly region: string }) {
  const here = useStore((state) => state.session.region)
  const { value: loss, error } = useLatest(region, () => call('workbench:ReportRegionLoss', { Region: region }))
  const saving = useAction(async () => {
    if (loss === null) return
    const path = await saveText('Save the report', `coffer-loss-of-${region}.txt`, lossReport(loss, Date.now()))
    if (path !== null) notify({ kind: 'done', text: `Saved the report to ${path}.` })
  })
  const atRisk = loss?.Secrets.filter((secret) => secret.Fate === 'lost').map((secret) => secret.ARN) ?? []
  return (
    <Dialog
      title="What if this disk dies now"
      description={
        <>
          If the file of <span className="mono">{region}</span> were lost this moment. Nothing is changed by asking.
        </>
      }
      width="large"
      onClose={closeDialog}
      footer={
        <>
          <Button variant="quiet" icon={<Download size={14} aria-hidden />} isDisabled={loss === null} isPending={saving.pending} onPress={saving.run}>
            Save as text
          </Button>
          <span className="flex-1" />
          {atRisk.length > 0 && region === here ? <Button onPress={() => openDialog('replicate-secrets', { arns: atRisk })}>{`Replicate ${atRisk.length === 1 ? 'the one' : `the ${atRisk.length.toLocaleString('en')}`} without a copy…`}</Button> : null}
          <Button variant="primary" onPress={closeDialog} autoFocus>
            Done
          </Button>
        </>
      }
    >
      {error === null ? null : <ErrorNote error={error} />}
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mb-3" />}
      {loss === null ? error === null ? <Spinner label="Comparing the stores" /> : null : <Answer loss={loss} />}
    </Dialog>
  )
}

function Answer({ loss }: { readonly loss: RegionLoss }) {
  const rows = byFate(loss.Secrets)
  return (
    <>
      <Note tone={loss.LostCount > 0 ? 'red' : loss.StaleCount > 0 ? 'amber' : 'accent'} role="status">
        {lossSummary(loss)}
      </Note>
      {rows.length === 0 ? null : (
        <div tabIndex={0} role="region" aria-label="What becomes of each secret" className="mt-3 max-h-80 overflow-auto rounded-lg border border-line bg-panel">
          <table className="w-full">
            <thead className="sr-only">
              <tr>
                <th>Secret</th>
                <th>What becomes of it</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN_AT_MOST).map((secret) => (
                <tr key={secret.ARN} className="border-line2 not-first:border-t">
                  <td className="h-[30px] max-w-0 px-3">
                    <SecretName name={secret.Name} />
                  </td>
                  <td className={`w-px px-3 text-sm whitespace-nowrap ${TONE[secret.Fate]}`}>{fateWords(secret)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length > SHOWN_AT_MOST ? <p className="px-3 py-1 text-sm text-faint">and {countText(rows.length - SHOWN_AT_MOST, 'more secret')}, all in the text</p> : null}
        </div>
      )}
    </>
  )
}
