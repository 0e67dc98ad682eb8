import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { decisionTable } from './decision-table.ts'
import { HOME, allow, ann, api, bob, deny, guest, requestOf } from './policy-fixture.ts'
import type { Call } from './policy-fixture.ts'

const ROLE = String(api.roleArn)
const none = allow({ Action: 'secretsmanager:ListSecrets' })
const decide = (call: Call) => evaluate(requestOf(call))

describe('resource policies, same account', () => {
  decisionTable(decide, [
    [
      'naming the user grants',
      { who: ann, resource: [allow({ Principal: { AWS: ann.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the user is not limited by a boundary',
      { who: ann, boundary: [none], resource: [allow({ Principal: { AWS: ann.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the session grants',
      { who: api, resource: [allow({ Principal: { AWS: api.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the session is not limited by its policies',
      { who: api, boundary: [none], session: [none], resource: [allow({ Principal: { AWS: api.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the federated session is not limited',
      { who: guest, session: [none], resource: [allow({ Principal: { AWS: guest.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    ['naming the role grants', { who: api, resource: [allow({ Principal: { AWS: ROLE } })] }, 'allowed-by-resource-policy by resource 0'],
    [
      'naming the role is limited by a boundary',
      { who: api, boundary: [none], resource: [allow({ Principal: { AWS: ROLE } })] },
      'no-permissions-boundary-allows',
    ],
    [
      'naming the role is limited by a session policy',
      { who: api, session: [none], resource: [allow({ Principal: { AWS: ROLE } })] },
      'no-session-policy-allows',
    ],
    [
      'naming the role within both limits',
      { who: api, boundary: [allow()], session: [allow()], resource: [allow({ Principal: { AWS: ROLE } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    ['naming everyone grants', { who: ann, resource: [allow({ Principal: '*' })] }, 'allowed-by-resource-policy by resource 0'],
    [
      'naming everyone is limited by a boundary',
      { who: ann, boundary: [none], resource: [allow({ Principal: '*' })] },
      'no-permissions-boundary-allows',
    ],
    [
      'naming the account grants nothing by itself',
      { who: ann, resource: [allow({ Principal: { AWS: HOME } })] },
      'no-identity-policy-allows',
    ],
    [
      'naming the account leaves it to the identity policy',
      { who: ann, identity: [allow()], resource: [allow({ Principal: { AWS: HOME } })] },
      'allowed-by-identity-policy by identity 0',
    ],
    [
      'the strongest naming counts',
      { who: api, session: [none], resource: [allow({ Principal: { AWS: ROLE } }), allow({ Principal: { AWS: api.arn } })] },
      'allowed-by-resource-policy by resource 1',
    ],
    ['naming another user is nothing', { who: ann, resource: [allow({ Principal: { AWS: bob.arn } })] }, 'no-identity-policy-allows'],
    [
      'its Deny beats an identity Allow',
      { who: ann, identity: [allow()], resource: [deny({ Principal: { AWS: ann.arn } })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'an identity Deny beats its Allow',
      { who: ann, identity: [deny()], resource: [allow({ Principal: { AWS: ann.arn } })] },
      'explicit-deny-identity-policy by identity 0',
    ],
    [
      'its Deny for the account hits users of it',
      { who: ann, identity: [allow()], resource: [deny({ Principal: { AWS: HOME } })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'its Deny for the role hits sessions',
      { who: api, identity: [allow()], resource: [deny({ Principal: { AWS: ROLE } })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'Deny outside a role by NotPrincipal',
      { who: ann, identity: [allow()], resource: [deny({ NotPrincipal: { AWS: [ROLE, api.arn, HOME] } })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'and the spared session',
      { who: api, identity: [allow()], resource: [deny({ NotPrincipal: { AWS: [ROLE, api.arn, HOME] } })] },
      'allowed-by-identity-policy by identity 0',
    ],
    [
      'Allow by NotPrincipal is limited like everyone',
      { who: ann, boundary: [none], resource: [allow({ NotPrincipal: { AWS: bob.arn } })] },
      'no-permissions-boundary-allows',
    ],
    [
      'only AWSCURRENT, asked for by name',
      {
        who: ann,
        context: { 'secretsmanager:VersionStage': 'AWSCURRENT' },
        resource: [allow({ Principal: { AWS: ann.arn }, Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })],
      },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'only AWSCURRENT, meant but not asked for',
      {
        who: ann,
        resource: [allow({ Principal: { AWS: ann.arn }, Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })],
      },
      'no-identity-policy-allows',
    ],
    [
      'Deny outside an organisation, key absent',
      {
        who: ann,
        identity: [allow()],
        resource: [deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
      },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'Deny outside an organisation, inside it',
      {
        who: ann,
        identity: [allow()],
        context: { 'aws:PrincipalOrgID': 'o-1' },
        resource: [deny({ Principal: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } })],
      },
      'allowed-by-identity-policy by identity 0',
    ],
    [
      'Deny without TLS',
      {
        who: ann,
        identity: [allow()],
        context: { 'aws:SecureTransport': false },
        resource: [deny({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
      'explicit-deny-resource-policy by resource 0',
    ],
  ])
})

test('a decision lists every statement that applied, in the order of the policy kinds', () => {
  const decision = evaluate(
    requestOf({
      who: api,
      identity: [none, allow({ Sid: 'Read' })],
      boundary: [allow()],
      session: [allow()],
      scp: [allow()],
      resource: [allow({ Principal: { AWS: HOME } }), allow({ Principal: { AWS: ROLE }, Sid: 'The role' })],
    }),
  )
  expect(decision).toEqual({
    allowed: true,
    reason: 'allowed-by-resource-policy',
    statement: { policyName: 'resource', policyKind: 'resource', sid: 'The role', index: 1 },
    matched: [
      { policyName: 'scp', policyKind: 'service-control', index: 0, effect: 'Allow', principalMatch: 'no-principal-element' },
      { policyName: 'resource', policyKind: 'resource', index: 0, effect: 'Allow', principalMatch: 'account' },
      { policyName: 'resource', policyKind: 'resource', sid: 'The role', index: 1, effect: 'Allow', principalMatch: 'role' },
      { policyName: 'identity', policyKind: 'identity', sid: 'Read', index: 1, effect: 'Allow', principalMatch: 'no-principal-element' },
      { policyName: 'boundary', policyKind: 'permissions-boundary', index: 0, effect: 'Allow', principalMatch: 'no-principal-element' },
      { policyName: 'session', policyKind: 'session', index: 0, effect: 'Allow', principalMatch: 'no-principal-element' },
    ],
  })
})
