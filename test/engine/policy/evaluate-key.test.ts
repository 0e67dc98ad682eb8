import { describe, expect, test } from 'vitest'
import type { RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'
import { evaluateKeyAccess } from '../../../electron/engine/policy/evaluate-key.ts'
import type { KeyGrant } from '../../../electron/engine/policy/match-grant.ts'
import { AWAY, HOME, KEY, allow, ann, api, awayApi, awayRoot, bob, deny, lambda, requestOf, root, summaryOf } from './policy-fixture.ts'
import type { Call, StatementJson } from './policy-fixture.ts'

interface KeyCall extends Call {
  readonly grants?: readonly KeyGrant[]
  readonly encryptionContext?: Readonly<Record<string, string>>
}

type Row = readonly [what: string, call: KeyCall, decision: string]

function decide(call: KeyCall) {
  const request = requestOf({ action: 'kms:Decrypt', on: KEY, ...call }, 'key')
  const { grants, encryptionContext } = call
  return evaluateKeyAccess({
    ...request,
    ...(grants === undefined ? {} : { grants }),
    ...(encryptionContext === undefined ? {} : { encryptionContext }),
  })
}

function table(rows: readonly Row[]): void {
  test.each(rows)('%s', (_what, call, expected) => {
    const decision = decide(call)
    expect(summaryOf(decision)).toBe(expected)
    expect(decision.allowed).toBe(expected.startsWith('allowed'))
  })
}

const ROLE = String(api.roleArn)
const allowKms = (elements: StatementJson): StatementJson => allow({ Action: 'kms:*', ...elements })
const decrypt = allow({ Action: 'kms:Decrypt' })
const none = allow({ Action: 'kms:ListKeys' })
/** The policy that CreateKey gives a key. */
const delegating = allowKms({ Sid: 'Enable IAM User Permissions', Principal: { AWS: `arn:aws:iam::${HOME}:root` } })
/** The policy of aws/secretsmanager: everybody of the account, through Secrets Manager. */
const managed = allowKms({
  Principal: { AWS: '*' },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:CreateGrant', 'kms:DescribeKey'],
  Condition: { StringEquals: { 'kms:CallerAccount': HOME, 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' } },
})
const viaSecretsManager = { 'kms:CallerAccount': HOME, 'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com' }

describe('key policies, same account', () => {
  table([
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
  table([
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
  table([
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
  table([
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
  table([
    [
      'named',
      { who: lambda, resource: [allowKms({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    ['not named', { who: lambda, resource: [delegating] }, 'no-resource-policy-allows'],
  ])
})

const grantTo = (granteePrincipal: KeyGrant['granteePrincipal'], more: Partial<KeyGrant> = {}): KeyGrant => ({
  grantId: 'g1',
  granteePrincipal,
  operations: ['Decrypt', 'DescribeKey'],
  ...more,
})
const toAnn = grantTo({ type: 'user', arn: ann.arn })
const toRole = grantTo({ type: 'role', arn: ROLE })
const bound = (constraints: KeyGrant['constraints']): KeyGrant[] => [
  grantTo({ type: 'user', arn: ann.arn }, constraints ? { constraints } : {}),
]

describe('grants', () => {
  table([
    ['allow by themselves', { who: ann, resource: [delegating], grants: [toAnn] }, 'allowed-by-grant'],
    [
      'are not limited by a boundary for a user',
      { who: ann, boundary: [none], resource: [delegating], grants: [toAnn] },
      'allowed-by-grant',
    ],
    ['are limited for a role', { who: api, session: [none], resource: [delegating], grants: [toRole] }, 'no-identity-policy-allows'],
    ['for a role within its limits', { who: api, session: [decrypt], resource: [delegating], grants: [toRole] }, 'allowed-by-grant'],
    [
      'for an account leave it to the identity policy',
      { who: ann, resource: [allowKms({ Principal: { AWS: bob.arn } })], grants: [grantTo({ type: 'account', accountId: HOME })] },
      'no-resource-policy-allows',
    ],
    [
      'for an account with an identity policy',
      {
        who: ann,
        identity: [decrypt],
        resource: [allowKms({ Principal: { AWS: bob.arn } })],
        grants: [grantTo({ type: 'account', accountId: HOME })],
      },
      'allowed-by-grant',
    ],
    [
      'for another operation are nothing',
      { who: ann, action: 'kms:Encrypt', resource: [delegating], grants: [toAnn] },
      'no-identity-policy-allows',
    ],
    ['for another principal are nothing', { who: api, resource: [delegating], grants: [toAnn] }, 'no-identity-policy-allows'],
    [
      'do not beat a Deny',
      { who: ann, resource: [delegating, deny({ Action: 'kms:Decrypt', Principal: '*' })], grants: [toAnn] },
      'explicit-deny-resource-policy by resource 1',
    ],
    [
      'cross accounts by themselves',
      { who: bob, resource: [delegating], grants: [grantTo({ type: 'user', arn: bob.arn })] },
      'allowed-by-grant',
    ],
    ['the second grant counts too', { who: ann, resource: [delegating], grants: [toRole, toAnn] }, 'allowed-by-grant'],
    [
      'context equals',
      { who: ann, resource: [delegating], encryptionContext: { a: '1' }, grants: bound({ encryptionContextEquals: { a: '1' } }) },
      'allowed-by-grant',
    ],
    [
      'context equals, one more pair',
      { who: ann, resource: [delegating], encryptionContext: { a: '1', b: '2' }, grants: bound({ encryptionContextEquals: { a: '1' } }) },
      'no-identity-policy-allows',
    ],
    [
      'context equals, key in another case',
      { who: ann, resource: [delegating], encryptionContext: { A: '1' }, grants: bound({ encryptionContextEquals: { a: '1' } }) },
      'no-identity-policy-allows',
    ],
    [
      'context subset, one more pair',
      { who: ann, resource: [delegating], encryptionContext: { a: '1', b: '2' }, grants: bound({ encryptionContextSubset: { a: '1' } }) },
      'allowed-by-grant',
    ],
    [
      'context subset, another value',
      { who: ann, resource: [delegating], encryptionContext: { a: '2' }, grants: bound({ encryptionContextSubset: { a: '1' } }) },
      'no-identity-policy-allows',
    ],
    [
      'context subset, no context',
      { who: ann, resource: [delegating], grants: bound({ encryptionContextSubset: { a: '1' } }) },
      'no-identity-policy-allows',
    ],
    [
      'constraints do not bind DescribeKey',
      { who: ann, action: 'kms:DescribeKey', resource: [delegating], grants: bound({ encryptionContextSubset: { a: '1' } }) },
      'allowed-by-grant',
    ],
  ])
})

test('a decision by grant names the grant', () => {
  expect(decide({ who: ann, resource: [allowKms({ Principal: { AWS: bob.arn } })], grants: [toAnn] })).toEqual({
    allowed: true,
    reason: 'allowed-by-grant',
    grantId: 'g1',
    matched: [],
  })
})

describe('the encryption context as condition keys', () => {
  const secretArn = `arn:aws:secretsmanager:eu-central-1:${HOME}:secret:prod/db-AbCdEf`
  const only = allowKms({ Principal: { AWS: ann.arn }, Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': secretArn } } })
  test.each<[what: string, who: RequestPrincipal, context: Record<string, string>, allowed: boolean]>([
    ['this secret', ann, { 'kms:EncryptionContext:SecretARN': secretArn }, true],
    ['another secret', ann, { 'kms:EncryptionContext:SecretARN': `${secretArn}x` }, false],
    ['no context', ann, {}, false],
  ])('%s', (_what, who, context, allowed) => {
    expect(decide({ who, context, resource: [only] }).allowed).toBe(allowed)
  })
})
