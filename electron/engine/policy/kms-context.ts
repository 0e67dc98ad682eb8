import type { ContextValue, RequestContext } from './authorization-request.ts'

/** Facts of a KMS call; what does not apply to the operation is left out and has no key. */
export interface KmsCallFacts {
  readonly callerAccountId: string
  /** Such as `secretsmanager.eu-central-1.amazonaws.com` when a service calls for the user. */
  readonly viaService?: string
  readonly encryptionContext?: Readonly<Record<string, string>>
  readonly key?: {
    readonly keySpec: string
    readonly keyUsage: string
    readonly origin: string
    readonly multiRegion: boolean
    readonly aliases: readonly string[]
    readonly tags: Readonly<Record<string, string>>
  }
  /** The alias name when the request named the key by an alias. */
  readonly requestAlias?: string
  readonly reEncryptOnSameKey?: boolean
  readonly bypassPolicyLockoutSafetyCheck?: boolean
  readonly pendingWindowInDays?: number
  readonly rotationPeriodInDays?: number
  readonly requestTags?: readonly { readonly TagKey: string; readonly TagValue: string }[]
  readonly requestTagKeys?: readonly string[]
  /** The grant that CreateGrant asks for. */
  readonly grant?: {
    readonly operations: readonly string[]
    readonly granteePrincipal: string
    readonly retiringPrincipal?: string
    readonly constraintTypes?: readonly string[]
  }
}

/** The `kms:` keys and tag keys of a call. Source: KMS developer guide, "AWS KMS condition keys". */
export function kmsContext(facts: KmsCallFacts): RequestContext {
  const { key, encryptionContext, requestTags } = facts
  const values: Record<string, ContextValue | undefined> = {
    'kms:CallerAccount': facts.callerAccountId,
    'kms:ViaService': facts.viaService,
    'kms:KeySpec': key?.keySpec,
    'kms:KeyUsage': key?.keyUsage,
    'kms:KeyOrigin': key?.origin,
    'kms:MultiRegion': key?.multiRegion,
    'kms:ResourceAliases': key?.aliases,
    'kms:RequestAlias': facts.requestAlias,
    'kms:ReEncryptOnSameKey': facts.reEncryptOnSameKey,
    'kms:BypassPolicyLockoutSafetyCheck': facts.bypassPolicyLockoutSafetyCheck,
    'kms:ScheduleKeyDeletionPendingWindowInDays': facts.pendingWindowInDays,
    'kms:RotationPeriodInDays': facts.rotationPeriodInDays,
    'kms:GrantOperations': facts.grant?.operations,
    'kms:GranteePrincipal': facts.grant?.granteePrincipal,
    'kms:RetiringPrincipal': facts.grant?.retiringPrincipal,
    'kms:GrantConstraintType': facts.grant?.constraintTypes,
    'kms:EncryptionContextKeys': encryptionContext === undefined ? undefined : Object.keys(encryptionContext),
    'aws:TagKeys': requestTags?.map((tag) => tag.TagKey) ?? facts.requestTagKeys,
  }
  for (const [name, value] of Object.entries(encryptionContext ?? {})) values[`kms:EncryptionContext:${name}`] = value
  for (const [tag, value] of Object.entries(key?.tags ?? {})) values[`aws:ResourceTag/${tag}`] = value
  for (const tag of requestTags ?? []) values[`aws:RequestTag/${tag.TagKey}`] = tag.TagValue
  const context: Record<string, ContextValue> = {}
  for (const name in values) {
    const value = values[name]
    if (value !== undefined) context[name] = value
  }
  return context
}
