import { keyArn, rootArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { problemsOfPolicy } from '../access/policy-text.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { checkLockout } from './check-lockout.ts'
import { keyMetadata } from './key-metadata.ts'
import type { KeyRecord } from './key-record.ts'
import { checkKeySpec } from './key-spec.ts'

type CreateKeyInput = Input<'kms:CreateKey'>

/** CreateKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html */
export const createKey: CallHandler<'kms:CreateKey'> = {
  kind: 'call',
  check(input) {
    checkKeySpec(input)
    checkTags(input.Tags ?? [])
    if (input.Policy !== undefined && problemsOfPolicy(input.Policy, 'key').length > 0) {
      throw new ServiceError('MalformedPolicyDocumentException', 'This policy has invalid syntax.')
    }
  },
  authorize(context, input) {
    authorizeAllKeys(context, 'kms:CreateKey', input.Tags === undefined ? {} : { requestTags: input.Tags })
  },
  handle(context, input) {
    const id = context.host.random.uuid()
    const arn = keyArn(context.region.region, context.accountId, id)
    const key: KeyRecord = {
      id,
      accountId: context.accountId,
      arn,
      description: input.Description ?? '',
      createdAtMs: context.nowMs,
      manager: 'CUSTOMER',
      state: 'Enabled',
      keyUsage: 'ENCRYPT_DECRYPT',
      keySpec: 'SYMMETRIC_DEFAULT',
      policy: input.Policy ?? defaultPolicy(context.region.region, context.accountId),
      tags: input.Tags ?? [],
      backingKeys: [context.region.keyRing.createBackingKey(arn, context.host.random, context.nowMs)],
    }
    if (input.Policy !== undefined && input.BypassPolicyLockoutSafetyCheck !== true) checkLockout(context, key)
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

function checkTags(tags: NonNullable<CreateKeyInput['Tags']>): void {
  if (tags.length > LIMITS.kmsTagsPerKey) throw new ServiceError('TagException', 'Too many tags')
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw new ServiceError('TagException', 'Duplicate tag keys')
  if (tags.some((tag) => tag.TagKey.toLowerCase().startsWith('aws:'))) throw new ServiceError('TagException', 'Tags beginning with aws: are reserved')
}
