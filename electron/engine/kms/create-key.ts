import { keyArn, rootArn } from '../../../shared/arn.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys, type KeyCallFacts } from './authorize-key.ts'
import { checkKeyPolicyText, checkNewKeyPolicy } from './check-key-policy.ts'
import { keyMetadata } from './key-metadata.ts'
import type { KeyRecord } from './key-record.ts'
import { checkKeySpec } from './key-spec.ts'
import { checkKeyTags } from './key-tags.ts'

/** CreateKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: CallHandler<'kms:CreateKey'> = {
  kind: 'call',
  check(input) {
    checkKeySpec(input)
    checkKeyTags(input.Tags ?? [])
    if (input.Policy !== undefined) checkKeyPolicyText(input.Policy)
  },
  authorize(context, input) {
    const { keySpec, keyUsage, origin } = checkKeySpec(input)
    const facts: KeyCallFacts = {
      key: { keySpec, keyUsage, origin, multiRegion: false, aliases: [], tags: {} },
      bypassPolicyLockoutSafetyCheck: input.BypassPolicyLockoutSafetyCheck ?? false,
      ...(input.Tags === undefined ? {} : { requestTags: input.Tags }),
    }
    authorizeAllKeys(context, 'kms:CreateKey', facts)
    if ((input.Tags?.length ?? 0) > 0) authorizeAllKeys(context, 'kms:TagResource', facts)
  },
  handle(context, input) {
    const { keySpec, keyUsage, origin } = checkKeySpec(input)
    const id = context.host.random.uuid()
    const arn = keyArn(context.region.region, context.accountId, id)
    const key: KeyRecord = {
      id,
      accountId: context.accountId,
      arn,
      description: input.Description ?? '',
      createdAtMs: context.nowMs,
      manager: 'CUSTOMER',
      state: origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
      keyUsage,
      keySpec,
      ...(origin === 'EXTERNAL' ? { origin } : {}),
      policy: input.Policy ?? defaultPolicy(context.region.region, context.accountId),
      tags: input.Tags ?? [],
      // Other keys have no material yet: nothing here signs with them or encrypts with them.
      backingKeys:
        keySpec === 'SYMMETRIC_DEFAULT' && origin === 'AWS_KMS' ? [context.region.keyRing.createBackingKey(arn, context.host.random, context.nowMs)] : [],
    }
    if (input.Policy !== undefined) checkNewKeyPolicy(context, key, input.BypassPolicyLockoutSafetyCheck === true)
    context.region.keys.keys.put(key)
    return { KeyMetadata: keyMetadata(key) }
  },
}

/** The policy that KMS gives a key made without one: the account delegates to its IAM policies. */
function defaultPolicy(region: string, accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      { Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: rootArn(region, accountId) }, Action: 'kms:*', Resource: '*' },
    ],
  })
}
