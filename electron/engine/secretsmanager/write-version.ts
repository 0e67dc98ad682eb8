import { describeValue } from '../../../shared/secret-kinds/describe-value.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { CallContext } from '../context.ts'
import { pruneVersions } from './prune-versions.ts'
import { type SecretRecord, type VersionRecord, versionWithId, versionWithStage } from './secret-record.ts'
import { encryptionKey } from './secret-key.ts'
import { type SecretValue, sameValue } from './secret-value.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { attachLabels, AWSCURRENT, countLabels } from './staging-labels.ts'
import { openVersionValue, storeValue } from './version-value.ts'

/**
 * Writes a value as the version that the token names and attaches labels to it; returns the changed secret, not yet stored.
 * The same token with the same value changes nothing (returns the secret as it was); with another value it is refused. A
 * version without a value, as rotation makes it, is filled.
 * Source: API_PutSecretValue, "ClientRequestToken".
 */
export function writeVersion(context: CallContext, secret: SecretRecord, versionId: string, value: SecretValue, labels: readonly string[]): SecretRecord {
  const existing = versionWithId(secret, versionId)
  if (existing !== null && existing.valueId !== null) {
    const stored = openVersionValue(context, secret, existing)
    const isSame = sameValue(stored, value)
    stored.bytes.fill(0)
    if (!isSame) throw secretsManagerErrors.tokenInUse(versionId, secret.id)
    return secret
  }
  const key = encryptionKey(context, secret.accountId, secret.kmsKeyId)
  const version: VersionRecord = {
    versionId,
    valueId: storeValue(context, secret.id, versionId, key, value),
    kind: value.kind,
    sizeBytes: value.bytes.length,
    createdAtMs: existing?.createdAtMs ?? context.nowMs,
    stages: existing?.stages ?? [],
    kmsKeyId: secret.kmsKeyId,
  }
  const others = secret.versions.filter((other) => other.versionId !== versionId)
  const labelled = attachLabels([...others, version], versionId, labels, 'value')
  if (countLabels(labelled) > LIMITS.stagingLabelsPerSecret) throw secretsManagerErrors.tooManyLabels(LIMITS.stagingLabelsPerSecret)
  const { kept, dropped } = pruneVersions(labelled, context.nowMs)
  if (kept.filter(({ stages }) => stages.length === 0).length > LIMITS.unlabelledVersionsAtMost) throw secretsManagerErrors.tooManyVersions(LIMITS.unlabelledVersionsAtMost)
  for (const { valueId } of dropped) if (valueId !== null) context.region.store.values.delete(valueId)
  const isCurrent = kept.some((candidate) => candidate.versionId === versionId && candidate.stages.includes(AWSCURRENT))
  return { ...secret, versions: kept, lastChangedAtMs: context.nowMs, ...(isCurrent ? descriptionOf(value) : {}) }
}

/** The facts that lists show of the current value; reads it when labels moved without a write. */
export function describeCurrent(context: CallContext, secret: SecretRecord): Pick<SecretRecord, 'kind' | 'jsonKeys'> {
  const current = versionWithStage(secret, AWSCURRENT)
  if (current === null || current.valueId === null) return { kind: 'empty', jsonKeys: [] }
  const value = openVersionValue(context, secret, current)
  const description = descriptionOf(value)
  value.bytes.fill(0)
  return description
}

function descriptionOf(value: SecretValue): Pick<SecretRecord, 'kind' | 'jsonKeys'> {
  return describeValue(value.kind === 'string' ? { secretString: Buffer.from(value.bytes).toString('utf8') } : { isBinary: true })
}
