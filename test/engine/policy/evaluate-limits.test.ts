import { describe } from 'vitest'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { decisionTable } from './decision-table.ts'
import { AWAY, HOME, allow, ann, api, awayRoot, deny, guest, requestOf, root } from './policy-fixture.ts'
import type { Call } from './policy-fixture.ts'

const none = allow({ Action: 'secretsmanager:ListSecrets' })
const decide = (call: Call) => evaluate(requestOf(call))

describe('identity policies', () => {
  decisionTable(decide, [
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
  decisionTable(decide, [
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
  decisionTable(decide, [
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
  decisionTable(decide, [
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
  decisionTable(decide, [
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
