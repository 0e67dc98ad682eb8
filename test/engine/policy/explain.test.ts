import { describe, expect, test } from 'vitest'
import { describeStatement } from '../../../electron/engine/policy/describe-statement.ts'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { explainDecision, explainReason } from '../../../electron/engine/policy/explain.ts'
import type { PolicyStatement } from '../../../electron/engine/policy/policy-document.ts'
import { HOME, SECRET, allow, ann, api, deny, documentOf, requestOf } from './policy-fixture.ts'
import type { StatementJson } from './policy-fixture.ts'

const firstOf = (grammar: 'identity' | 'resource', statement: StatementJson): PolicyStatement =>
  documentOf(grammar, [statement]).statements[0] as PolicyStatement

describe('a statement in words', () => {
  const toApi = { Principal: { AWS: `arn:aws:iam::${HOME}:role/api` } }
  const current = { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }
  test.each<[statement: StatementJson, words: string]>([
    [allow({ ...toApi, Condition: current }), 'role/api may read, only AWSCURRENT'],
    [
      allow({ ...toApi, Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] }),
      'role/api may read and see the details',
    ],
    [deny({ Principal: '*', Action: 'secretsmanager:DeleteSecret' }), 'everyone may not delete'],
    [allow({ Principal: { AWS: '444455556666' }, Action: 'secretsmanager:*' }), 'account 444455556666 may do everything with secrets'],
    [allow({ Principal: { AWS: [ann.arn, api.arn] }, Action: '*' }), 'user/ann and assumed-role/api/web1 may do everything'],
    [deny({ NotPrincipal: { AWS: [ann.arn, HOME] } }), `everyone except user/ann and account ${HOME} may not read`],
    [allow({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'kms:Decrypt' }), 'lambda.amazonaws.com may decrypt'],
    [
      allow({ ...toApi, NotAction: ['secretsmanager:DeleteSecret', 'secretsmanager:RotateSecret'] }),
      'role/api may do everything except delete or rotate',
    ],
    [allow({ ...toApi, Action: 'secretsmanager:Frobnicate' }), 'role/api may call secretsmanager:Frobnicate'],
    [allow({ ...toApi, Resource: SECRET }), 'role/api may read on secret:prod/db-AbCdEf'],
    [allow({ ...toApi, NotResource: [SECRET, 'arn:aws:kms:::key/1'] }), 'role/api may read on all but secret:prod/db-AbCdEf or key/1'],
    [allow({ Principal: { AWS: 'AROAAPIAPIAPIAPIAPIAP' } }), 'the deleted principal AROAAPIAPIAPIAPIAPIAP may read'],
    [
      allow({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '::1'] } } }),
      'everyone may read, only from 10.0.0.0/8 or ::1',
    ],
    [allow({ Principal: '*', Condition: { Null: { 'aws:TokenIssueTime': 'true' } } }), 'everyone may read, without aws:TokenIssueTime'],
    [
      allow({ Principal: '*', Condition: { NumericLessThanEquals: { 'aws:MultiFactorAuthAge': 3600 } } }),
      'everyone may read, when aws:MultiFactorAuthAge is at most 3600',
    ],
    [
      deny({ Principal: '*', Condition: { StringNotLike: { 'aws:PrincipalArn': '*role/api' } } }),
      'everyone may not read, when aws:PrincipalArn is not like *role/api',
    ],
    [
      allow({ Principal: '*', Condition: { 'ForAllValues:StringEqualsIfExists': { 'aws:TagKeys': ['a', 'b'] } } }),
      'everyone may read, when every aws:TagKeys is a or b (if the request has it)',
    ],
  ])('%j', (statement, words) => {
    expect(describeStatement(firstOf('resource', statement))).toBe(words)
  })

  test('an identity policy is about its holder', () => {
    expect(describeStatement(firstOf('identity', allow()), 'user/ann')).toBe('user/ann may read')
  })
})

describe('an explanation', () => {
  const request = requestOf({
    who: ann,
    context: { 'aws:SourceIp': '11.0.0.1' },
    identity: [
      allow({ Sid: 'Near', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Bool: { 'aws:SecureTransport': true } } }),
      allow(),
    ],
    resource: [
      allow({ Principal: { AWS: api.arn }, Action: 'kms:*', Resource: 'arn:aws:x' }),
      deny({ Sid: 'No ann', Principal: { AWS: ann.arn } }),
    ],
  })

  test('says of every statement whether it decided, matched or what did not fit', () => {
    const decision = evaluate(request)
    expect(explainDecision(request, decision)).toEqual([
      {
        policyName: 'resource',
        policyKind: 'resource',
        index: 0,
        effect: 'Allow',
        words: 'assumed-role/api/web1 may do everything with keys on arn:aws:x',
        outcome: 'not-matched',
        misses: [`it is not about ${ann.arn}`, 'it is about other actions', `it is about other resources than ${SECRET}`],
      },
      {
        policyName: 'resource',
        policyKind: 'resource',
        index: 1,
        sid: 'No ann',
        effect: 'Deny',
        words: 'user/ann may not read',
        outcome: 'decided',
        misses: [],
      },
      {
        policyName: 'identity',
        policyKind: 'identity',
        index: 0,
        sid: 'Near',
        effect: 'Allow',
        words: 'the identity may read, only from 10.0.0.0/8, when aws:SecureTransport is true',
        outcome: 'not-matched',
        misses: [
          'IpAddress aws:SourceIp does not hold: the request has 11.0.0.1',
          'Bool aws:SecureTransport does not hold: the request has none',
        ],
      },
      {
        policyName: 'identity',
        policyKind: 'identity',
        index: 1,
        effect: 'Allow',
        words: 'the identity may read',
        outcome: 'matched',
        misses: [],
      },
    ])
  })

  test('answers why in one sentence', () => {
    expect(explainReason(evaluate(request))).toBe('Denied: the resource policy denies it (statement No ann of resource)')
    expect(explainReason(evaluate(requestOf({ who: ann, identity: [allow()] })))).toBe(
      'Allowed: an identity policy allows it (statement 1 of identity)',
    )
    expect(explainReason(evaluate(requestOf({ who: ann })))).toBe('Denied: no identity policy allows it')
  })
})
