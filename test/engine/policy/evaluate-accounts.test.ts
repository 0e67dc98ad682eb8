import { describe } from 'vitest'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { decisionTable } from './decision-table.ts'
import { AWAY, HOME, allow, ann, awayApi, bob, deny, lambda, requestOf } from './policy-fixture.ts'
import type { Call } from './policy-fixture.ts'

const none = allow({ Action: 'secretsmanager:ListSecrets' })
const decide = (call: Call) => evaluate(requestOf(call))

describe('two accounts', () => {
  decisionTable(decide, [
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
  decisionTable(decide, [
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
  decisionTable(
    (policies: Call) => evaluate(requestOf({ ...call, ...policies }, 'trust')),
    [
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
    ],
  )
})
