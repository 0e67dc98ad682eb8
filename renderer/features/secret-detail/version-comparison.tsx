import { lazy, Suspense, useCallback, useState } from 'react'
import { diffSecretStrings } from '../../../shared/diff/diff-json.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { DiffTable } from '../../components/diff-table.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RevealRing } from '../../components/reveal-ring.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useOnScreenLock } from '../../hooks/use-on-screen-lock.ts'
import { REVEAL_SECONDS, useReveal } from '../../hooks/use-reveal.ts'
import { readSecretValue, type SecretValue, type SecretVersion, shortVersionId } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { openDialog } from '../../store/view.ts'
import { WHOLE_VALUE } from './shown-value.ts'

const TextMerge = lazy(async () => ({ default: (await import('../../components/text-merge.tsx')).TextMerge }))

interface Pair {
  readonly older: SecretValue
  readonly newer: SecretValue
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

/** What differs between two versions: nothing is read before it is asked for, and nothing that was read is shown before that is asked for too. */
export function VersionComparison({ summary, older, newer }: { readonly summary: SecretSummary; readonly older: SecretVersion; readonly newer: SecretVersion }) {
  const [pair, setPair] = useState<Pair | null>(null)
  const [withSame, setWithSame] = useState(false)
  const { revealed, reveal, hide, hideAll } = useReveal()
  useOnScreenLock(useCallback(() => setPair(null), []))
  const comparing = useAction(async () => {
    const [olderValue, newerValue] = await Promise.all([readSecretValue(summary.ARN, older.VersionId), readSecretValue(summary.ARN, newer.VersionId)])
    setPair({ older: olderValue, newer: newerValue })
  })
  const target = older.VersionStages?.includes('AWSCURRENT') === true ? newer : older
  const difference = pair === null ? null : diffSecretStrings(pair.older.SecretString ?? '', pair.newer.SecretString ?? '')
  const isBinary = pair !== null && (pair.older.SecretBinary !== undefined || pair.newer.SecretBinary !== undefined)
  const isSame = isBinary ? pair.older.SecretBinary === pair.newer.SecretBinary : difference?.isSame === true
  const asText = revealed.has(WHOLE_VALUE)
  const shownKeys = difference?.kind === 'keys' ? difference.keys.filter((key) => withSame || key.status !== 'same') : []
  const sameCount = difference?.kind === 'keys' ? difference.keys.filter((key) => key.status === 'same').length : 0
  return (
    <>
      <SectionHeader title="What changed">
        <span className="mono">
          {shortVersionId(older.VersionId)} → {shortVersionId(newer.VersionId)}
        </span>
      </SectionHeader>
      {comparing.error === null ? null : <ErrorNote error={comparing.error} className="mb-2" />}
      {pair === null ? (
        <div className="flex min-h-[50px] items-center gap-3 rounded-lg border border-line bg-panel px-3 py-2">
          <span className="min-w-0 flex-1 text-sm text-muted">Comparing reads both values. They stay hidden until you reveal them.</span>
          <Button onPress={() => comparing.run()} isPending={comparing.pending}>
            Compare
          </Button>
        </div>
      ) : isSame ? (
        <p className="text-muted">Both versions hold the same value.</p>
      ) : isBinary ? (
        <p className="text-muted">The bytes differ.</p>
      ) : asText ? (
        <Suspense fallback={<Spinner label="Loading the text view" />}>
          <TextMerge before={indented(pair.older.SecretString ?? '')} after={indented(pair.newer.SecretString ?? '')} />
        </Suspense>
      ) : difference?.kind === 'keys' && shownKeys.length > 0 ? (
        <DiffTable aria-label="Differences by key" differences={shownKeys} revealed={revealed} onReveal={reveal} onHide={hide} />
      ) : (
        <p className="text-muted">The texts differ.</p>
      )}
      {pair === null || isSame || isBinary ? null : (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <Button variant="quiet" onPress={() => (asText ? hideAll() : reveal(WHOLE_VALUE))}>
            {asText ? 'Hide the text' : 'Show as text'}
          </Button>
          {asText ? <RevealRing seconds={REVEAL_SECONDS} /> : null}
          <span className="flex-1" />
          {difference?.kind === 'keys' && !asText && sameCount > 0 ? (
            <Checkbox isSelected={withSame} onChange={setWithSame} className="text-sm text-muted">
              {sameCount} unchanged
            </Checkbox>
          ) : null}
        </div>
      )}
      {target.VersionStages?.includes('AWSCURRENT') === true ? null : (
        <>
          <div className="mt-3">
            <Button isDisabled={summary.PrimaryRegion !== undefined} onPress={() => openDialog('roll-back', { arn: summary.ARN, versionId: target.VersionId })}>
              {target.CreatedDate < newer.CreatedDate ? 'Roll back to' : 'Move AWSCURRENT to'} <span className="mono">{shortVersionId(target.VersionId)}</span>
            </Button>
          </div>
          <p className="mt-2.5 text-sm text-muted">
            Rolling back moves AWSCURRENT. Every version stays.
            {summary.Kind === 'database' ? ' The database keeps the password it has now, so change it there too.' : ''}
          </p>
        </>
      )}
    </>
  )
}
