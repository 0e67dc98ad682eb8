import type { RegionData } from '../open-vault.ts'
import { type SecretRecord, versionWithId, versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING, detachLabel } from '../secretsmanager/staging-labels.ts'
import { activeRun, finishRun } from './rotation-journal.ts'
import { plannedFrom } from './rotation-schedule.ts'

interface Place {
  readonly region: RegionData
  readonly nowMs: number
}

/**
 * What a new value means for rotation: one that the rotation itself did not make ends it, and a new current value counts as a
 * rotation for the schedule. Returns the secret, not yet stored. Only inside a write transaction.
 * Source: API_RotateSecret and API_PutSecretValue.
 */
export function settleValueWrite({ region, nowMs }: Place, before: SecretRecord, after: SecretRecord, versionId: string): SecretRecord {
  const run = activeRun(region, before.id)
  if (after === before || run?.token === versionId) return after
  let settled = after
  if (run !== null) {
    settled = withoutPending(region, after, run.token)
    finishRun(region, before.id, run.token, 'abandoned', nowMs, `Another version was made while it was unfinished: ${versionId}.`)
  }
  const isCurrentNew = versionWithStage(after, AWSCURRENT)?.versionId !== versionWithStage(before, AWSCURRENT)?.versionId
  return isCurrentNew && settled.rotation?.enabled === true ? { ...settled, rotation: plannedFrom(settled.rotation, nowMs) } : settled
}

/** A rotation whose version lost AWSPENDING, and did not become current, is over. Only inside a write transaction. */
export function settleLabelMove({ region, nowMs }: Place, before: SecretRecord, after: SecretRecord): void {
  const run = activeRun(region, before.id)
  if (run === null || versionWithStage(before, AWSPENDING)?.versionId !== run.token) return
  const stages = versionWithId(after, run.token)?.stages ?? []
  if (stages.includes(AWSPENDING) || stages.includes(AWSCURRENT)) return
  finishRun(region, before.id, run.token, 'abandoned', nowMs, 'AWSPENDING was taken off its version.')
}

/** Takes AWSPENDING off a version; one that never got a value is gone then. Only inside a write transaction. */
export function withoutPending(region: RegionData, secret: SecretRecord, token: string): SecretRecord {
  const version = versionWithId(secret, token)
  if (version === null) return secret
  if (version.valueId === null) return withoutVersion(region, secret, token)
  return { ...secret, versions: detachLabel(secret.versions, token, AWSPENDING) }
}

/** Removes one version with its value. Only inside a write transaction. */
export function withoutVersion(region: RegionData, secret: SecretRecord, versionId: string): SecretRecord {
  const version = versionWithId(secret, versionId)
  if (version !== null && version.valueId !== null) {
    region.store.values.delete(version.valueId)
    region.keyRing.openedValues.forget(version.valueId)
  }
  return { ...secret, versions: secret.versions.filter((other) => other.versionId !== versionId) }
}
