import { useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { listVersions, type SecretVersion } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { VersionComparison } from './version-comparison.tsx'
import { VersionTimeLine } from './version-time-line.tsx'

/** The pair that most people want to see first: what AWSCURRENT changed, else the two newest. */
function firstPair(versions: readonly SecretVersion[]): readonly string[] {
  const holding = (stage: string) => versions.find((version) => version.VersionStages?.includes(stage) === true)?.VersionId
  const current = holding('AWSCURRENT') ?? versions[0]?.VersionId
  const previous = holding('AWSPREVIOUS') ?? versions.find((version) => version.VersionId !== current)?.VersionId
  return [current, previous].filter((id) => id !== undefined)
}

/** All versions on a time line, and what differs between any two. */
export function VersionsTab({ summary }: { readonly summary: SecretSummary }) {
  const { ARN: arn } = summary
  // Any change of versions or labels shows in one of these.
  const loaded = useLatest(`${arn} ${JSON.stringify(summary.VersionIdsToStages)} ${summary.VersionCount} ${summary.LastChangedDate}`, () => listVersions(arn))
  const [picked, setPicked] = useState<readonly string[] | null>(null)
  if (loaded.error !== null) return <ErrorNote error={loaded.error} />
  if (loaded.value === null) return <Spinner label="Reading the versions" />
  const versions = loaded.value
  if (versions.length === 0) {
    return <EmptyState sentence="This secret was made without a value, so it has no versions." commandLine={`coffer put ${summary.Name}`} />
  }
  const pair = (picked ?? firstPair(versions)).filter((id) => versions.some((version) => version.VersionId === id))
  const chosen = versions.filter((version) => pair.includes(version.VersionId))
  const [newer, older] = chosen
  return (
    <>
      <VersionTimeLine summary={summary} versions={versions} picked={pair} onPick={setPicked} />
      {newer === undefined || older === undefined ? (
        versions.length === 1 ? null : <p className="mt-4 text-muted">Pick two versions to see what differs. The arrow keys move, Space picks.</p>
      ) : (
        <VersionComparison key={`${older.VersionId} ${newer.VersionId}`} summary={summary} older={older} newer={newer} />
      )}
    </>
  )
}
