import { aliasArn, isAwsRegion, partitionOf } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import { wrappingKey } from '../kms/data-key.ts'
import { findKey } from '../kms/find-key.ts'
import { DEFAULT_KEY_ALIAS } from '../kms/key-record.ts'
import { authorizeSecretKey } from '../secretsmanager/secret-key.ts'
import type { ReplicaRecord, SecretRecord } from '../secretsmanager/secret-record.ts'
import { secretsManagerErrors } from '../secretsmanager/secrets-manager-errors.ts'
import { failure } from './prepare-parcel.ts'
import { arnInRegion } from './replica-facts.ts'

type Wanted = Input<'secretsmanager:ReplicateSecretToRegions'>['AddReplicaRegions']

/** Refuses regions that a secret of this region cannot be replicated to. */
export function checkReplicaRegions(context: CallContext, wanted: Wanted): void {
  const own = context.region.region
  const seen = new Set<string>([own])
  for (const { Region } of wanted) {
    if (Region === undefined || seen.has(Region) || !isAwsRegion(Region) || partitionOf(Region) !== partitionOf(own)) throw secretsManagerErrors.invalidReplicaRegion()
    seen.add(Region)
  }
}

/**
 * The secret with more replicas, not yet stored: to be made by delivery. One that failed is tried again, with what is wanted
 * now; one that is in sync keeps its key.
 */
export function withReplicas(context: CallContext, secret: SecretRecord, wanted: Wanted, overwrite: boolean): SecretRecord {
  authorizePrimaryKey(context, secret)
  const present = secret.replicas ?? []
  const added = wanted.map(({ Region, KmsKeyId }): ReplicaRecord => {
    const region = Region as string
    const known = present.find((replica) => replica.region === region)
    if (known !== undefined && known.status !== 'Failed') return known
    const kmsKeyId = known?.isMade === true ? known.kmsKeyId : storedReplicaKey(context, region, KmsKeyId)
    // One that is to write over what is there is made anew, whatever became of the one before.
    // Whatever became of one before, this is another: it is made when it is in sync, and the end of the one before is not its end.
    const replica = { region, kmsKeyId, status: 'InProgress', requestedAtMs: context.nowMs, ...(overwrite ? { overwrite } : {}) } as const
    const refused = refusalOfKey(context, secret, region, kmsKeyId)
    return refused === null ? replica : { ...replica, status: 'Failed', statusMessage: refused }
  })
  const others = present.filter(({ region }) => !added.some((replica) => replica.region === region))
  return { ...secret, replicas: [...others, ...added] }
}

/** The caller must be able to read what is going to be copied. */
function authorizePrimaryKey(context: CallContext, secret: SecretRecord): void {
  for (const { valueId, versionId, stages } of secret.versions) {
    const stored = valueId === null || stages.length === 0 ? null : context.region.store.values.get(valueId)
    const key = stored === null ? null : wrappingKey(context.region.keys, stored.wrappedKey)
    if (key !== null) authorizeSecretKey(context, 'kms:Decrypt', key, secret.id, versionId)
  }
}

function storedReplicaKey({ accountId }: CallContext, region: string, given: string | undefined): string | undefined {
  if (given === undefined || given === '' || given === DEFAULT_KEY_ALIAS || given === aliasArn(region, accountId, DEFAULT_KEY_ALIAS)) return undefined
  return given.startsWith('alias/') ? aliasArn(region, accountId, given) : given
}

/**
 * Why the caller may not use the chosen key over there, or null. AWS answers the call all the same and shows the failure in the
 * replica's status. A key that does not exist is found missing by delivery.
 */
function refusalOfKey(context: CallContext, secret: SecretRecord, region: string, kmsKeyId: string | undefined): string | null {
  const target = context.vault.regions.get(region)
  if (target === undefined || kmsKeyId === undefined) return null
  try {
    const key = findKey({ keys: target.keys, region, accountId: secret.accountId }, kmsKeyId)
    const there: CallContext = { ...context, region: target }
    for (const action of ['kms:GenerateDataKey', 'kms:Encrypt']) authorizeSecretKey(there, action, key, arnInRegion(secret.id, region), 'RequestToValidateKeyAccess')
    return null
  } catch (thrown) {
    if (!(thrown instanceof ServiceError) || thrown.code !== 'AccessDeniedException') return null
    const refused = failure(thrown.message, false)
    return refused.result === 'failed' ? refused.message : null
  }
}
