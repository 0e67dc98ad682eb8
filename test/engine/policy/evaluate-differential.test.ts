import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { AuthorizationRequest, NamedPolicy, RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'
import { evaluateKeyAccess } from '../../../electron/engine/policy/evaluate-key.ts'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { AWAY, HOME, SECRET, ann, api, awayApi, awayRoot, bob, documentOf, guest, lambda, root } from './policy-fixture.ts'
import type { StatementJson } from './policy-fixture.ts'
import { slowEvaluate } from './slow-evaluator.ts'
import type { SlowPolicies } from './slow-evaluator.ts'

// Thousands of runs take long on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

// Small worlds, so that policies and requests meet often.
const PRINCIPALS: readonly RequestPrincipal[] = [root, ann, api, guest, lambda, awayRoot, bob, awayApi]
const ACTIONS = ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:DescribeSecret', 'kms:Decrypt']
const ACTION_PATTERNS = [...ACTIONS, '*', 'secretsmanager:*', 'SecretsManager:get*', 'secretsmanager:???SecretValue', 'kms:?ecrypt', '*:*']
const RESOURCES = [SECRET, SECRET.replace('prod/', 'ann/'), SECRET.replace('prod/', 'dev/'), '*']
const RESOURCE_PATTERNS = [
  '*',
  'arn:aws:*',
  SECRET,
  'arn:aws:secretsmanager:*:*:secret:prod/*',
  'arn:aws:secretsmanager:*:*:secret:*/db-??????',
  'arn:aws:secretsmanager:*:*:secret:${aws:username}/*',
  'arn:*:dev/*',
  `arn:aws:secretsmanager:*:${AWAY}:*`,
]
const AWS_PRINCIPALS = [
  HOME,
  AWAY,
  root.arn,
  awayRoot.arn,
  ann.arn,
  bob.arn,
  api.arn,
  String(api.roleArn),
  guest.arn,
  awayApi.arn,
  String(awayApi.roleArn),
]

const someOf = <T>(values: readonly T[]): fc.Arbitrary<T | T[]> =>
  fc.oneof(fc.constantFrom(...values), fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }))

const STRING_VALUES = ['a', 'A', 'b', 'ann', 'prod', 'a*', '?', '', '${aws:username}', '${aws:PrincipalTag/team}', 'payments']
const clause = fc.oneof(
  fc.record({
    operator: fc
      .tuple(
        fc.constantFrom('', '', 'ForAllValues:', 'ForAnyValue:'),
        fc.constantFrom(
          'StringEquals',
          'StringNotEquals',
          'StringLike',
          'StringNotLike',
          'StringEqualsIgnoreCase',
          'StringNotEqualsIgnoreCase',
        ),
        fc.constantFrom('', '', 'IfExists'),
      )
      .map((parts) => parts.join('')),
    key: fc.constantFrom('test:text', 'TEST:Text', 'test:list', 'aws:username', 'aws:PrincipalTag/team'),
    values: someOf(STRING_VALUES),
  }),
  fc.record({
    operator: fc.constantFrom(
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericGreaterThanEquals',
      'NumericLessThanIfExists',
    ),
    key: fc.constantFrom('test:number', 'test:text'),
    values: someOf<string | number>([0, 1, '2', 3.5]),
  }),
  fc.record({
    operator: fc.constantFrom('Bool', 'BoolIfExists'),
    key: fc.constantFrom('test:flag'),
    values: someOf<string | boolean>([true, 'false']),
  }),
  fc.record({
    operator: fc.constant('Null'),
    key: fc.constantFrom('test:text', 'test:list', 'aws:username'),
    values: someOf(['true', 'false']),
  }),
  fc.record({
    operator: fc.constantFrom('ArnLike', 'ArnNotEquals', 'ArnEqualsIfExists'),
    key: fc.constantFrom('aws:PrincipalArn', 'test:text'),
    values: someOf(['arn:aws:iam::*:user/*', 'arn:aws:iam::*:role/*', `arn:aws:iam::${HOME}:*`, ann.arn]),
  }),
)

const condition = fc.oneof(fc.constant([]), fc.array(clause, { maxLength: 2 })).map((clauses) => {
  const block: Record<string, Record<string, unknown>> = {}
  for (const { operator, key, values } of clauses) {
    // The same key in another case would be a duplicate.
    const keys = (block[operator] ??= {})
    if (!Object.keys(keys).some((name) => name.toLowerCase() === key.toLowerCase())) keys[key] = values
  }
  return block
})

const principal = fc.oneof(
  fc.constant('*'),
  fc.record({ AWS: someOf([...AWS_PRINCIPALS, '*']) }),
  fc.record({ AWS: fc.uniqueArray(fc.constantFrom(...AWS_PRINCIPALS), { minLength: 3, maxLength: 8 }) }),
  fc.record({ Service: someOf(['lambda.amazonaws.com', 'ec2.amazonaws.com']) }),
)

const identityStatement: fc.Arbitrary<StatementJson> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    action: fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), someOf(ACTION_PATTERNS)),
    resource: fc.tuple(fc.constantFrom('Resource', 'Resource', 'NotResource'), someOf(RESOURCE_PATTERNS)),
    condition,
  })
  .map(({ effect, action, resource, condition: Condition }) => ({
    Effect: effect,
    [action[0]]: action[1],
    [resource[0]]: resource[1],
    Condition,
  }))

const resourceStatement: fc.Arbitrary<StatementJson> = fc
  .tuple(identityStatement, fc.constantFrom('Principal', 'Principal', 'Principal', 'NotPrincipal'), principal)
  .map(([statement, name, value]) => ({ ...statement, [name]: value }))

const identityPolicy = fc.array(identityStatement, { minLength: 1, maxLength: 3 })
const sometimes = <T>(weight: number, policy: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: policy }, { weight: 4 - weight, arbitrary: fc.constant(undefined) })

const policies = fc.record({
  identity: identityPolicy,
  permissionsBoundary: sometimes(1, identityPolicy),
  session: sometimes(1, identityPolicy),
  serviceControl: sometimes(1, identityPolicy),
  resource: sometimes(3, fc.array(resourceStatement, { minLength: 1, maxLength: 3 })),
})

const context = fc.record(
  {
    'Test:text': fc.constantFrom('a', 'A', 'b', 'ann', 'prod', '2', 'payments', ann.arn),
    'test:list': fc.array(fc.constantFrom('a', 'A', 'b', 'ann'), { maxLength: 3 }),
    'test:number': fc.constantFrom(0, 1, 2, 3.5, 9),
    'test:flag': fc.boolean(),
  },
  { requiredKeys: [] },
)

const call = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom(...ACTIONS),
  resourceArn: fc.constantFrom(...RESOURCES),
  context,
})

type Raw = { readonly [Kind in keyof SlowPolicies]: SlowPolicies[Kind] | undefined }

function parsed(raw: Raw, grammar: 'resource' | 'key'): AuthorizationRequest['policies'] {
  const named = (name: string, statements: readonly StatementJson[]): NamedPolicy[] => [
    { name, document: documentOf('identity', statements) },
  ]
  return {
    identity: named('identity', raw.identity ?? []),
    ...(raw.permissionsBoundary ? { permissionsBoundary: named('boundary', raw.permissionsBoundary) } : {}),
    ...(raw.session ? { session: named('session', raw.session) } : {}),
    ...(raw.serviceControl ? { serviceControl: named('scp', raw.serviceControl) } : {}),
    ...(raw.resource ? { resource: { name: 'resource', document: documentOf(grammar, raw.resource) } } : {}),
  }
}

test('secrets: the evaluator agrees with the slow one, in reason too', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(call, policies, (facts, raw) => {
      const request = { ...facts, resourceAccountId: HOME }
      const { reason } = evaluate({ ...request, policies: parsed(raw, 'resource') })
      seen.set(reason, (seen.get(reason) ?? 0) + 1)
      expect(reason).toBe(slowEvaluate(request, raw as SlowPolicies, false))
    }),
    { numRuns: 3000 },
  )
  // The random world must reach every answer, else agreement says little.
  expect([...seen.keys()].toSorted()).toEqual([
    'allowed-by-both-accounts',
    'allowed-by-identity-policy',
    'allowed-by-resource-policy',
    'allowed-by-root',
    'explicit-deny-identity-policy',
    'explicit-deny-permissions-boundary',
    'explicit-deny-resource-policy',
    'explicit-deny-service-control-policy',
    'explicit-deny-session-policy',
    'no-identity-policy-allows',
    'no-permissions-boundary-allows',
    'no-resource-policy-allows',
    'no-service-control-policy-allows',
    'no-session-policy-allows',
  ])
})

test('keys: the evaluator agrees with the slow one, in reason too', () => {
  const keyCall = call.map((facts) => ({ ...facts, action: 'kms:Decrypt' }))
  fc.assert(
    fc.property(keyCall, policies, (facts, raw) => {
      const request = { ...facts, resourceAccountId: HOME }
      const { reason } = evaluateKeyAccess({ ...request, policies: parsed(raw, 'key') })
      expect(reason).toBe(slowEvaluate(request, raw as SlowPolicies, true))
    }),
    { numRuns: 2000 },
  )
})

test('one more Deny never allows, and the order of statements means nothing', () => {
  fc.assert(
    fc.property(call, policies, identityStatement, (facts, raw, extra) => {
      const decide = (identity: readonly StatementJson[]): boolean =>
        evaluate({ ...facts, resourceAccountId: HOME, policies: parsed({ ...raw, identity }, 'resource') }).allowed
      const before = decide(raw.identity)
      expect(decide(raw.identity.toReversed())).toBe(before)
      expect(decide([...raw.identity, { ...extra, Effect: 'Deny' }]) && !before).toBe(false)
      expect(decide([...raw.identity, { ...extra, Effect: 'Allow' }]) || !before).toBe(true)
    }),
    { numRuns: 700 },
  )
})
