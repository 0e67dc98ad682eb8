import { describe, expect, test } from 'vitest'
import type { RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'
import { decisionTable } from './decision-table.ts'
import { allowKms, decideKey, decrypt, delegating, none } from './key-fixture.ts'
import { AWAY, HOME, ann, api, awayApi, awayRoot, bob, allow, deny, lambda, root } from './policy-fixture.ts'

const ROLE = String(api.roleArn)
/** The policy of aws/secretsmanager: everybody of the account, through Secrets Manager. */
const managed = allowKms({
  Principal: { AWS: '*' },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
  Condition: { StringEquals: { 'kms:CallerAccount': HOME, 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
})
const viaSecretsManager = { 'kms:CallerAccount': HOME, 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' }

describe('key policies, same account', () => {
  decisionTable(decideKey, [
    [
      'the default policy delegates to the identity policy',
      { who: ann, identity: [decrypt], resource: [delegating] },
      'allowed-by-identity-policy by identity 0',
    ],
    ['which must allow', { who: ann, resource: [delegating] }, 'no-identity-policy-allows'],
    ['within a boundary', { who: ann, identity: [decrypt], boundary: [none], resource: [delegating] }, 'no-permissions-boundary-allows'],
    ['within a session policy', { who: api, identity: [decrypt], session: [none], resource: [delegating] }, 'no-session-policy-allows'],
    [
      'an identity policy alone never suffices',
      { who: ann, identity: [decrypt], resource: [allowKms({ Principal: { AWS: bob.arn } })] },
      'no-resource-policy-allows',
    ],
    [
      'naming the user suffices',
      { who: ann, resource: [allowKms({ Principal: { AWS: ann.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the user is not limited by a boundary',
      { who: ann, boundary: [none], resource: [allowKms({ Principal: { AWS: ann.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the role suffices',
      { who: api, resource: [allowKms({ Principal: { AWS: ROLE } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the role is limited by a session policy',
      { who: api, session: [none], resource: [allowKms({ Principal: { AWS: ROLE } })] },
      'no-session-policy-allows',
    ],
    [
      'naming the session is not',
      { who: api, session: [none], resource: [allowKms({ Principal: { AWS: api.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'Deny in the key policy',
      { who: ann, identity: [decrypt], resource: [delegating, deny({ Action: 'kms:*', Principal: { AWS: ann.arn } })] },
      'explicit-deny-resource-policy by resource 1',
    ],
    [
      'Deny in the identity policy',
      { who: ann, identity: [deny({ Action: 'kms:Decrypt' })], resource: [allowKms({ Principal: { AWS: ann.arn } })] },
      'explicit-deny-identity-policy by identity 0',
    ],
    [
      'a service control policy that does not allow',
      { who: ann, identity: [decrypt], scp: [none], resource: [delegating] },
      'no-service-control-policy-allows',
    ],
    [
      'another action of the key',
      { who: ann, action: 'kms:Encrypt', identity: [decrypt], resource: [delegating] },
      'no-identity-policy-allows',
    ],
  ])
})

describe('the root user and a key', () => {
  decisionTable(decideKey, [
    ['is let in by the default policy', { who: root, resource: [delegating] }, 'allowed-by-resource-policy by resource 0'],
    ['is not let in without it', { who: root, resource: [allowKms({ Principal: { AWS: ann.arn } })] }, 'no-resource-policy-allows'],
    [
      'is stopped by a Deny',
      { who: root, resource: [delegating, deny({ Action: 'kms:*', Principal: '*' })] },
      'explicit-deny-resource-policy by resource 1',
    ],
    [
      'of another account with a statement for it',
      { who: awayRoot, resource: [allowKms({ Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    ['of another account without', { who: awayRoot, resource: [delegating] }, 'no-resource-policy-allows'],
  ])
})

describe('the managed key of Secrets Manager', () => {
  decisionTable(decideKey, [
    [
      'needs no identity policy through the service',
      { who: ann, context: viaSecretsManager, resource: [managed] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'nobody may use it directly',
      { who: ann, identity: [decrypt], context: { 'kms:CallerAccount': HOME }, resource: [managed] },
      'no-resource-policy-allows',
    ],
    [
      'nobody of another account',
      { who: bob, identity: [decrypt], context: { ...viaSecretsManager, 'kms:CallerAccount': AWAY }, resource: [managed] },
      'no-resource-policy-allows',
    ],
    [
      'no other Region',
      { who: ann, context: { ...viaSecretsManager, 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' }, resource: [managed] },
      'no-resource-policy-allows',
    ],
    [
      'no management through it',
      { who: ann, action: 'kms:PutKeyPolicy', context: viaSecretsManager, resource: [managed] },
      'no-resource-policy-allows',
    ],
  ])
})

describe('keys of another account', () => {
  decisionTable(decideKey, [
    [
      'both yeses, naming the account',
      { who: bob, identity: [decrypt], resource: [allowKms({ Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'both yeses, naming the role',
      { who: awayApi, identity: [decrypt], resource: [allowKms({ Principal: { AWS: String(awayApi.roleArn) } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    ['naming the user is not enough', { who: bob, resource: [allowKms({ Principal: { AWS: bob.arn } })] }, 'no-identity-policy-allows'],
    ['the identity policy is not enough', { who: bob, identity: [decrypt], resource: [delegating] }, 'no-resource-policy-allows'],
    [
      'a boundary limits',
      { who: bob, identity: [decrypt], boundary: [none], resource: [allowKms({ Principal: { AWS: bob.arn } })] },
      'no-permissions-boundary-allows',
    ],
    [
      'DescribeKey works',
      { who: bob, action: 'kms:DescribeKey', identity: [allow({ Action: 'kms:*' })], resource: [allowKms({ Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'management does not',
      { who: bob, action: 'kms:PutKeyPolicy', identity: [allow({ Action: 'kms:*' })], resource: [allowKms({ Principal: { AWS: AWAY } })] },
      'no-resource-policy-allows',
    ],
    [
      'nor deletion',
      {
        who: bob,
        action: 'kms:ScheduleKeyDeletion',
        identity: [allow({ Action: 'kms:*' })],
        resource: [allowKms({ Principal: { AWS: AWAY } })],
      },
      'no-resource-policy-allows',
    ],
  ])
})

describe('services and a key', () => {
  decisionTable(decideKey, [
    [
      'named',
      { who: lambda, resource: [allowKms({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    ['not named', { who: lambda, resource: [delegating] }, 'no-resource-policy-allows'],
  ])
})

describe('the encryption context as condition keys', () => {
  const secretArn = `arn:aws:secretsmanager:eu-central-1:${HOME}:secret:prod/db-AbCdEf`
  const only = allowKms({ Principal: { AWS: ann.arn }, Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': secretArn } } })
  test.each<[what: string, who: RequestPrincipal, context: Record<string, string>, allowed: boolean]>([
    ['this secret', ann, { 'kms:EncryptionContext:SecretARN': secretArn }, true],
    ['another secret', ann, { 'kms:EncryptionContext:SecretARN': `${secretArn}x` }, false],
    ['no context', ann, {}, false],
  ])('%s', (_what, who, context, allowed) => {
    expect(decideKey({ who, context, resource: [only] }).allowed).toBe(allowed)
  })
})
