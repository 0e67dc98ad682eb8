import { LIMITS } from '../../../shared/limits.ts'
import type { VersionRecord } from './secret-record.ts'

/**
 * Splits off the versions that AWS drops: unlabelled, beyond the newest 100 unlabelled ones, and older than 24 hours.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export function pruneVersions(
  versions: readonly VersionRecord[],
  nowMs: number,
): { readonly kept: readonly VersionRecord[]; readonly dropped: readonly VersionRecord[] } {
  const unlabelled = versions.filter((version) => version.stages.length === 0)
  const surplus = unlabelled.slice(0, Math.max(0, unlabelled.length - LIMITS.unlabelledVersionsKept))
  const dropped = new Set(surplus.filter((version) => nowMs - version.createdAtMs >= LIMITS.versionMinimumAgeForPruningMs))
  return { kept: versions.filter((version) => !dropped.has(version)), dropped: [...dropped] }
}
