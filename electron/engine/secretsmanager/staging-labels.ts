import type { VersionRecord } from './secret-record.ts'

export const AWSCURRENT = 'AWSCURRENT'
export const AWSPREVIOUS = 'AWSPREVIOUS'
export const AWSPENDING = 'AWSPENDING'

/** What moves the labels: a write of a value, or UpdateSecretVersionStage. They treat a left-over AWSPENDING differently. */
export type LabelMove = 'value' | 'stage'

/**
 * Attaches labels to one version and returns all versions anew. A label sits on at most one version; when AWSCURRENT moves,
 * AWSPREVIOUS goes to the version it left, whoever else was to have it. The very first value always gets AWSCURRENT. Labels
 * keep the order of the request, automatic ones follow.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html and recorded label moves.
 */
export function attachLabels(versions: readonly VersionRecord[], versionId: string, labels: readonly string[], move: LabelMove): VersionRecord[] {
  const holder = versions.find((version) => version.stages.includes(AWSCURRENT))
  const wanted = new Set(move === 'value' && holder === undefined ? [...labels, AWSCURRENT] : labels)
  const currentMoves = wanted.has(AWSCURRENT) && holder !== undefined && holder.versionId !== versionId
  if (currentMoves) wanted.delete(AWSPREVIOUS)
  const attached = [...wanted]
  return versions.map((version) => {
    if (version.versionId === versionId) {
      const kept = version.stages.filter((stage) => !attached.includes(stage) && !(currentMoves && stage === AWSPREVIOUS))
      return withStages(version, [...kept, ...attached])
    }
    let stages = version.stages.filter((stage) => !attached.includes(stage))
    if (currentMoves) {
      stages = stages.filter((stage) => stage !== AWSPREVIOUS)
      if (version === holder) {
        if (move === 'value') stages = stages.filter((stage) => stage !== AWSPENDING)
        stages = [...stages, AWSPREVIOUS]
      }
    }
    return withStages(version, stages)
  })
}

/** Takes one label off one version. */
export function detachLabel(versions: readonly VersionRecord[], versionId: string, label: string): VersionRecord[] {
  return versions.map((version) =>
    version.versionId === versionId ? withStages(version, version.stages.filter((stage) => stage !== label)) : version,
  )
}

/** How many labels are attached to all versions together. */
export function countLabels(versions: readonly VersionRecord[]): number {
  return versions.reduce((count, version) => count + version.stages.length, 0)
}

function withStages(version: VersionRecord, stages: readonly string[]): VersionRecord {
  const unchanged = stages.length === version.stages.length && stages.every((stage, index) => stage === version.stages[index])
  return unchanged ? version : { ...version, stages }
}
