import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { AWAY, HOME, allow, ann, api, awayApi, awayRoot, bob, deny, guest, lambda, requestOf, root, summaryOf } from './policy-fixture.ts'
import type { Call } from './policy-fixture.ts'

const ROLE = String(api.roleArn)
const none = allow({ Action: 'secretsmanager:ListSecrets' })

/** Each row: the case, the call with its policies, and the reason with the statement that decided. */
type Row = readonly [what: string, call: Call, decision: string]

function table(rows: readonly Row[]): void {
  test.each(rows)('%s', (_what, call, expected) => {
    const decision = evaluate(requestOf(call))
    expect(summaryOf(decision)).toBe(expected)
    expect(decision.allowed).toBe(expected.startsWith('allowed'))
  })
}

describe('identity policies', () => {
  table([
    ['nothing says nothing', { who: ann }, 'no-identity-policy-allows'],
    ['an Allow allows', { who: ann, identity: [allow()] }, 'allowed-by-identity-policy by identity 0'],
    ['the second statement allows', { who: ann, identity: [none, allow()] }, 'allowed-by-identity-policy by identity 1'],
    ['an Allow for another action does not', { who: ann, identity: [none] }, 'no-identity-policy-allows'],
    ['Deny beats Allow', { who: ann, identity: [allow(), deny()] }, 'explicit-deny-identity-policy by identity 1'],
    ['Deny beats Allow in any order', { who: ann, identity: [deny(), allow()] }, 'explicit-deny-identity-policy by identity 0'],
    [
      'a Deny that does not match is nothing',
      { who: ann, identity: [allow(), deny({ Action: 'kms:*' })] },
      'allowed-by-identity-policy by identity 0',
    ],
    ['a Deny alone', { who: ann, identity: [deny()] }, 'explicit-deny-identity-policy by identity 0'],
    ['a role session', { who: api, identity: [allow()] }, 'allowed-by-identity-policy by identity 0'],
    ['a federated user', { who: guest, identity: [allow()], session: [allow()] }, 'allowed-by-identity-policy by identity 0'],
  ])
})

describe('the root user', () => {
  table([
    ['of the account needs no policy', { who: root }, 'allowed-by-root'],
    [
      'is stopped by a Deny of the resource policy',
      { who: root, resource: [deny({ Principal: '*' })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    [
      'is stopped by a Deny for its account',
      { who: root, resource: [deny({ Principal: { AWS: HOME } })] },
      'explicit-deny-resource-policy by resource 0',
    ],
    ['is not stopped by a Deny for a user', { who: root, resource: [deny({ Principal: { AWS: ann.arn } })] }, 'allowed-by-root'],
    [
      'is stopped by a Deny of a service control policy',
      { who: root, scp: [allow(), deny()] },
      'explicit-deny-service-control-policy by service-control 1',
    ],
    ['is limited by service control policies', { who: root, scp: [none] }, 'no-service-control-policy-allows'],
    ['has no boundary', { who: root, boundary: [none] }, 'allowed-by-root'],
    ['of another account is not let in', { who: awayRoot }, 'no-resource-policy-allows'],
    [
      'of another account is let in by a statement for it',
      { who: awayRoot, resource: [allow({ Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
  ])
})

describe('permissions boundaries', () => {
  table([
    ['identity and boundary allow', { who: ann, identity: [allow()], boundary: [allow()] }, 'allowed-by-identity-policy by identity 0'],
    ['the boundary does not', { who: ann, identity: [allow()], boundary: [none] }, 'no-permissions-boundary-allows'],
    ['the boundary alone grants nothing', { who: ann, boundary: [allow()] }, 'no-identity-policy-allows'],
    [
      'the boundary denies',
      { who: ann, identity: [allow()], boundary: [allow(), deny()] },
      'explicit-deny-permissions-boundary by permissions-boundary 1',
    ],
  ])
})

describe('session policies', () => {
  table([
    ['identity and session allow', { who: api, identity: [allow()], session: [allow()] }, 'allowed-by-identity-policy by identity 0'],
    ['the session does not', { who: api, identity: [allow()], session: [none] }, 'no-session-policy-allows'],
    ['the session alone grants nothing', { who: api, session: [allow()] }, 'no-identity-policy-allows'],
    ['the session denies', { who: api, identity: [allow()], session: [deny()] }, 'explicit-deny-session-policy by session 0'],
    [
      'boundary is told before session',
      { who: api, identity: [allow()], boundary: [none], session: [none] },
      'no-permissions-boundary-allows',
    ],
  ])
})

describe('service control policies', () => {
  table([
    ['all allow', { who: ann, identity: [allow()], scp: [allow()] }, 'allowed-by-identity-policy by identity 0'],
    ['it does not allow', { who: ann, identity: [allow()], scp: [none] }, 'no-service-control-policy-allows'],
    ['it grants nothing', { who: ann, scp: [allow()] }, 'no-identity-policy-allows'],
    [
      'its Deny is told first',
      { who: ann, identity: [deny()], scp: [deny()], resource: [deny({ Principal: '*' })] },
      'explicit-deny-service-control-policy by service-control 0',
    ],
    [
      'it limits what a resource policy grants',
      { who: ann, scp: [none], resource: [allow({ Principal: { AWS: ann.arn } })] },
      'no-service-control-policy-allows',
    ],
  ])
})

describe('resource policies, same account', () => {
  table([
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

describe('two accounts', () => {
  table([
    ['nothing on either side', { who: bob }, 'no-identity-policy-allows'],
    ['only the identity side', { who: bob, identity: [allow()] }, 'no-resource-policy-allows'],
    ['only the resource side', { who: bob, resource: [allow({ Principal: { AWS: bob.arn } })] }, 'no-identity-policy-allows'],
    [
      'both, naming the user',
      { who: bob, identity: [allow()], resource: [allow({ Principal: { AWS: bob.arn } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'both, naming the account',
      { who: bob, identity: [allow()], resource: [allow({ Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'both, naming everyone',
      { who: bob, identity: [allow()], resource: [allow({ Principal: '*' })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'both, naming the role',
      { who: awayApi, identity: [allow()], resource: [allow({ Principal: { AWS: String(awayApi.roleArn) } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'naming the account of the secret only',
      { who: bob, identity: [allow()], resource: [allow({ Principal: { AWS: HOME } })] },
      'no-resource-policy-allows',
    ],
    [
      'naming the user does not lift a boundary',
      { who: bob, identity: [allow()], boundary: [none], resource: [allow({ Principal: { AWS: bob.arn } })] },
      'no-permissions-boundary-allows',
    ],
    [
      'naming the session does not lift a session policy',
      { who: awayApi, identity: [allow()], session: [none], resource: [allow({ Principal: { AWS: awayApi.arn } })] },
      'no-session-policy-allows',
    ],
    [
      'a service control policy of the caller',
      { who: bob, identity: [allow()], scp: [none], resource: [allow({ Principal: { AWS: bob.arn } })] },
      'no-service-control-policy-allows',
    ],
    [
      'Deny on the resource side',
      { who: bob, identity: [allow()], resource: [allow({ Principal: '*' }), deny({ Principal: { AWS: AWAY } })] },
      'explicit-deny-resource-policy by resource 1',
    ],
    [
      'Deny on the identity side',
      { who: bob, identity: [allow(), deny()], resource: [allow({ Principal: '*' })] },
      'explicit-deny-identity-policy by identity 1',
    ],
    [
      'the identity policy names another secret',
      { who: bob, identity: [allow({ Resource: 'arn:aws:secretsmanager:*:*:secret:dev/*' })], resource: [allow({ Principal: '*' })] },
      'no-identity-policy-allows',
    ],
  ])
})

describe('services', () => {
  table([
    ['need the resource policy', { who: lambda, identity: [allow()] }, 'no-resource-policy-allows'],
    [
      'named',
      { who: lambda, resource: [allow({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    ['as one of everyone', { who: lambda, resource: [allow({ Principal: '*' })] }, 'allowed-by-resource-policy by resource 0'],
    [
      'denied',
      { who: lambda, resource: [allow({ Principal: '*' }), deny({ Principal: { Service: 'lambda.amazonaws.com' } })] },
      'explicit-deny-resource-policy by resource 1',
    ],
    [
      'only for one account, the key absent',
      {
        who: lambda,
        resource: [allow({ Principal: { Service: 'lambda.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': HOME } } })],
      },
      'no-resource-policy-allows',
    ],
    [
      'only for one account',
      {
        who: lambda,
        context: { 'aws:SourceAccount': HOME },
        resource: [allow({ Principal: { Service: 'lambda.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': HOME } } })],
      },
      'allowed-by-resource-policy by resource 0',
    ],
  ])
})

describe('trust policies', () => {
  const assume = { Action: 'sts:AssumeRole', Resource: undefined }
  const call = { action: 'sts:AssumeRole', on: `arn:aws:iam::${HOME}:role/deploy` }
  test.each<Row>([
    [
      'naming the user',
      { who: ann, resource: [allow({ ...assume, Principal: { AWS: ann.arn } })] },
      'allowed-by-resource-policy by resource 0',
    ],
    [
      'naming the account, nothing else',
      { who: ann, resource: [allow({ ...assume, Principal: { AWS: HOME } })] },
      'no-identity-policy-allows',
    ],
    [
      'naming the account and an identity policy',
      {
        who: ann,
        identity: [allow({ Action: 'sts:AssumeRole', Resource: call.on })],
        resource: [allow({ ...assume, Principal: { AWS: HOME } })],
      },
      'allowed-by-identity-policy by identity 0',
    ],
    [
      'another account with both yeses',
      { who: bob, identity: [allow({ Action: 'sts:*' })], resource: [allow({ ...assume, Principal: { AWS: AWAY } })] },
      'allowed-by-both-accounts by resource 0',
    ],
    [
      'an external id that is not sent',
      {
        who: bob,
        identity: [allow({ Action: 'sts:*' })],
        resource: [allow({ ...assume, Principal: { AWS: AWAY }, Condition: { StringEquals: { 'sts:ExternalId': 'x' } } })],
      },
      'no-resource-policy-allows',
    ],
  ])('%s', (_what, policies, expected) => {
    expect(summaryOf(evaluate(requestOf({ ...call, ...policies }, 'trust')))).toBe(expected)
  })
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
