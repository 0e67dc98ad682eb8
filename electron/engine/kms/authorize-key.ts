import { keyArn, parseArn } from '../../../shared/arn.ts'
import type { AccessRequest } from '../access/access-request.ts'
import type { CallContext } from '../context.ts'
import { kmsContext, type KmsCallFacts } from '../policy/kms-context.ts'
import { grantsForCaller } from './grant-access.ts'
import type { KeyRecord } from './key-record.ts'

/** What KMS knows of a call besides the key: who asks through which service, and for which encryption context. */
export type KeyCallFacts = Omit<KmsCallFacts, 'callerAccountId'>

/** Asks for a KMS action on a key that was found. Source: KMS developer guide, "Key policies". */
export function authorizeKey(context: CallContext, action: string, key: KeyRecord, facts: KeyCallFacts = {}): void {
  context.authorize(keyRequest(context, action, key, facts))
}

/** The question to the policies for a KMS action on a key. */
export function keyRequest(context: CallContext, action: string, key: KeyRecord, facts: KeyCallFacts = {}): AccessRequest {
  return {
    action,
    resource: key.arn,
    shownResource: key.arn,
    resourceAccountId: key.accountId,
    context: () =>
      kmsContext({
        ...facts,
        callerAccountId: context.accountId,
        key: {
          keySpec: key.keySpec,
          keyUsage: key.keyUsage,
          origin: key.origin ?? 'AWS_KMS',
          multiRegion: false,
          aliases: context.region.keys.aliasesOfKey(key.id).map((alias) => alias.name),
          tags: Object.fromEntries(key.tags.map((tag) => [tag.TagKey, tag.TagValue])),
        },
      }),
    resourcePolicy: key.policy,
    grants: grantsForCaller(context.region.keys, key.id, context.caller),
    encryptionContext: facts.encryptionContext ?? {},
    keptBy: { row: key, version: context.region.keys.aliases.version, service: facts.viaService },
  }
}

/** Asks for a KMS action on the account's keys as a whole, such as ListKeys or CreateKey. */
export function authorizeAllKeys(context: CallContext, action: string, facts: KeyCallFacts = {}): void {
  context.authorize({
    action,
    resource: '*',
    resourceAccountId: context.accountId,
    context: () => kmsContext({ ...facts, callerAccountId: context.accountId }),
  })
}

/** Asks for a KMS action on an identifier that resolves to no key, so that a refusal comes before "not found". */
export function authorizeMissingKey(context: CallContext, action: string, given: string): void {
  const resource = given.startsWith('arn:') ? given : keyArn(context.region.region, context.accountId, given)
  context.authorize({
    action,
    resource,
    shownResource: resource,
    resourceAccountId: parseArn(resource)?.accountId ?? context.accountId,
    context: () => kmsContext({ callerAccountId: context.accountId }),
  })
}
