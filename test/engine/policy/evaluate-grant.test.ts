import { describe, expect, test } from 'vitest'
import type { KeyGrant } from '../../../electron/engine/policy/match-grant.ts'
import { decisionTable } from './decision-table.ts'
import { allowKms, decideKey, decrypt, delegating, none } from './key-fixture.ts'
import { HOME, ann, api, bob, deny } from './policy-fixture.ts'

const ROLE = String(api.roleArn)
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
  decisionTable(decideKey, [
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
  expect(decideKey({ who: ann, resource: [allowKms({ Principal: { AWS: bob.arn } })], grants: [toAnn] })).toEqual({
    allowed: true,
    reason: 'allowed-by-grant',
    grantId: 'g1',
    matched: [],
  })
})
