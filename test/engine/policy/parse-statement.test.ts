import { describe, expect, test } from 'vitest'
import type { PolicyGrammar } from '../../../electron/engine/policy/policy-document.ts'
import { OK, SECRET, problemsOf, statementProblems, without } from './problem-fixture.ts'

const withCondition = (condition: unknown): object => ({ ...OK, Condition: condition })

describe('a statement of a resource policy', () => {
  test.each<[statement: unknown, problems: readonly string[]]>([
    [OK, []],
    [{ ...OK, Effect: 'allow' }, ['Effect: Effect must be exactly "Allow" or "Deny"']],
    [{ ...OK, Effect: 'ALLOW' }, ['Effect: Effect must be exactly "Allow" or "Deny"']],
    [{ ...OK, Effect: ['Allow'] }, ['Effect: Effect must be exactly "Allow" or "Deny"']],
    [without('Effect'), ['Statement[0]: Effect is missing']],
    [{ ...OK, Sid: 'Any words, here' }, []],
    [{ ...OK, Sid: 7 }, ['Sid: A text is expected here']],
    [{ ...OK, sid: 'x' }, ['sid: "sid" must be written Sid']],
    [{ ...OK, Actions: 'x' }, ['Actions: "Actions" is not an element of a policy here']],
    ['text', ['Statement[0]: An object is expected here']],
    [null, ['Statement[0]: An object is expected here']],
    // Action
    [without('Action'), ['Statement[0]: Action is missing']],
    [{ ...without('Action'), NotAction: 'kms:*' }, []],
    [{ ...OK, NotAction: 'kms:*' }, ['NotAction: Action and NotAction exclude each other']],
    [{ ...OK, Action: [] }, ['Action: At least one value is expected here']],
    [{ ...OK, Action: '*' }, []],
    [{ ...OK, Action: '*:*' }, []],
    [{ ...OK, Action: ['kms:Decrypt', 'secretsmanager:Get*'] }, []],
    [{ ...OK, Action: 'GetSecretValue' }, ['Action: An action is written service:Name, such as secretsmanager:GetSecretValue']],
    [{ ...OK, Action: 'secrets*:GetSecretValue' }, ['Action: An action is written service:Name, such as secretsmanager:GetSecretValue']],
    [
      { ...OK, Action: ['kms:', 'kms:a:b'] },
      [0, 1].map((at) => `Action[${at}]: An action is written service:Name, such as secretsmanager:GetSecretValue`),
    ],
    [{ ...OK, Action: [1] }, ['Action[0]: A text is expected here']],
    [{ ...OK, Action: { a: 1 } }, ['Action: A text is expected here']],
    // Resource
    [without('Resource'), ['Statement[0]: Resource is missing']],
    [{ ...without('Resource'), NotResource: SECRET }, []],
    [{ ...OK, NotResource: SECRET }, ['NotResource: Resource and NotResource exclude each other']],
    [{ ...OK, Resource: [SECRET, '*'] }, []],
    [{ ...OK, Resource: [] }, ['Resource: At least one value is expected here']],
    [{ ...OK, Resource: 'prod/*' }, ['Resource: A resource is an ARN or "*"']],
    [{ ...OK, Resource: 'arn:aws:secretsmanager:*:*:secret:${aws:username}/*' }, []],
    [{ ...OK, Resource: 'arn:aws:secretsmanager:*:*:secret:${aws:username' }, ['Resource: The policy variable has no closing brace']],
    [{ ...OK, Resource: 'arn:${}' }, ['Resource: The policy variable has no name']],
    [
      { ...OK, Resource: 'arn:${ aws:username }' },
      ["Resource: The policy variable ${ aws:username } is not written as ${key} or ${key, 'default'}"],
    ],
    [
      { ...OK, Resource: 'arn:${aws:username, x}' },
      ["Resource: The policy variable ${aws:username, x} is not written as ${key} or ${key, 'default'}"],
    ],
  ])('%j', (statement, problems) => {
    expect(statementProblems(statement)).toEqual(problems)
  })

  test('variables are not looked at in Version 2008-10-17', () => {
    expect(problemsOf(JSON.stringify({ Version: '2008-10-17', Statement: { ...OK, Resource: 'arn:${' } }))).toEqual([])
  })
})

describe('Principal', () => {
  const aws = 'An account id, or the ARN of a root, user, role or session is expected here'
  const wildcard = 'Wildcards are not allowed in a principal, only "*" alone'
  test.each<[principal: unknown, problems: readonly string[]]>([
    ['*', []],
    [{ AWS: '*' }, []],
    [{ AWS: '111122223333' }, []],
    [{ AWS: ['111122223333', 'arn:aws:iam::444455556666:root'] }, []],
    [{ AWS: 'arn:aws:iam::111122223333:user/division/ann' }, []],
    [{ AWS: 'arn:aws:iam::111122223333:role/service/api' }, []],
    [{ AWS: 'arn:aws-us-gov:iam::111122223333:role/api' }, []],
    [{ AWS: 'arn:aws:sts::111122223333:assumed-role/api/web1' }, []],
    [{ AWS: 'arn:aws:sts::111122223333:federated-user/guest' }, []],
    [{ AWS: 'AIDAJQABLZS4A3QDU576Q' }, []],
    [{ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com.cn'] }, []],
    [{ Federated: 'accounts.google.com' }, []],
    [{ CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, []],
    ['111122223333', ['Principal: Principal is "*" or an object such as {"AWS": "123456789012"}']],
    [{}, ['Principal: At least one principal is expected here']],
    [[], ['Principal: An object is expected here']],
    [{ AWS: [] }, ['Principal.AWS: At least one value is expected here']],
    [{ AWS: 'arn:aws:iam::111122223333:role/*' }, [`Principal.AWS: ${wildcard}`]],
    [{ AWS: 'arn:aws:iam::*:root' }, [`Principal.AWS: ${wildcard}`]],
    [{ AWS: 'arn:aws:sts::111122223333:assumed-role/api/*' }, [`Principal.AWS: ${wildcard}`]],
    [{ AWS: '11112222333?' }, [`Principal.AWS: ${wildcard}`]],
    [{ Service: '*' }, [`Principal.Service: ${wildcard}`]],
    [{ Service: '*.amazonaws.com' }, [`Principal.Service: ${wildcard}`]],
    [{ Federated: '*' }, [`Principal.Federated: ${wildcard}`]],
    [{ AWS: '1111222233' }, [`Principal.AWS: ${aws}`]],
    [{ AWS: 'arn:aws:iam::111122223333:group/team' }, [`Principal.AWS: ${aws}`]],
    [{ AWS: 'arn:aws:iam::111122223333:user/' }, [`Principal.AWS: ${aws}`]],
    [{ AWS: 'arn:aws:iam::111122223333:root/x' }, [`Principal.AWS: ${aws}`]],
    [{ AWS: ['111122223333', 'ann'] }, [`Principal.AWS[1]: ${aws}`]],
    [{ Service: 'lambda' }, ['Principal.Service: A service is written name.amazonaws.com']],
    [{ CanonicalUser: 'x' }, ['Principal.CanonicalUser: This principal is not supported']],
    [{ aws: '*' }, ['Principal.aws: "aws" must be written AWS']],
    [{ User: '*' }, ['Principal.User: "User" is not an element of a policy here']],
  ])('%j', (principal, problems) => {
    expect(statementProblems({ ...OK, Principal: principal })).toEqual(problems)
    const notPrincipal = statementProblems({ ...without('Principal'), NotPrincipal: principal })
    expect(notPrincipal).toEqual(problems.map((problem) => problem.replace(/^Principal\b/, 'NotPrincipal')))
  })

  test.each<[grammar: PolicyGrammar, statement: object, problems: readonly string[]]>([
    ['resource', without('Principal'), ['Statement[0]: Principal is missing']],
    ['key', without('Principal'), ['Statement[0]: Principal is missing']],
    ['resource', { ...OK, NotPrincipal: '*' }, ['NotPrincipal: Principal and NotPrincipal exclude each other']],
    ['identity', without('Principal'), []],
    ['identity', OK, ['Principal: Principal is not allowed in an identity policy']],
    ['identity', { ...without('Principal'), NotPrincipal: '*' }, ['NotPrincipal: NotPrincipal is not allowed in an identity policy']],
    ['identity', { ...without('Principal'), Sid: 'Two words' }, ['Sid: Sid may hold only letters A-Z, a-z and digits']],
    ['key', { ...OK, Sid: 'Enable IAM User Permissions' }, []],
    ['trust', { ...without('Resource'), Action: 'sts:AssumeRole' }, []],
    ['trust', { ...OK, Action: 'sts:AssumeRole' }, ['Resource: Resource is not allowed in a trust policy']],
    ['trust', without('Resource'), ['Action: A trust policy may hold only sts: actions']],
    [
      'trust',
      { ...without('Resource', 'Principal'), NotPrincipal: '*', Action: 'sts:*' },
      ['NotPrincipal: NotPrincipal is not allowed in a trust policy'],
    ],
  ])('grammar %s: %j', (grammar, statement, problems) => {
    expect(statementProblems(statement, grammar)).toEqual(problems)
  })

  test('Id is not allowed in an identity policy', () => {
    expect(problemsOf(JSON.stringify({ Id: 'x', Statement: without('Principal') }), 'identity')).toEqual([
      'Id: Id is not allowed in an identity policy',
    ])
  })
})

describe('Condition', () => {
  test.each<[condition: unknown, problems: readonly string[]]>([
    [{}, []],
    [{ StringEquals: {} }, []],
    [{ StringEquals: { 'aws:username': 'ann' } }, []],
    [{ StringEquals: { 'aws:username': [] } }, []],
    [{ StringEquals: { 'aws:PrincipalTag/cost center': ['a', 1, true] } }, []],
    [{ StringEquals: { 'kms:EncryptionContext:SecretARN': 'x' } }, []],
    [{ 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': 'a*' } }, []],
    [
      { StringEquals: { 'aws:username': '${aws:username' } },
      ['Condition.StringEquals["aws:username"]: The policy variable has no closing brace'],
    ],
    [{ NumericLessThan: { 'a:b': ['5', 'five'] } }, ['Condition.NumericLessThan["a:b"][1]: A number is expected here']],
    [{ NumericEquals: { 'a:b': '${aws:EpochTime}' } }, ['Condition.NumericEquals["a:b"]: A number is expected here']],
    [
      { DateLessThan: { 'aws:CurrentTime': '2026-02-30' } },
      ['Condition.DateLessThan["aws:CurrentTime"]: A date (ISO 8601) or epoch seconds are expected here'],
    ],
    [
      { DateLessThan: { 'aws:CurrentTime': ['2026-02-28T25:00:00Z', '2026-13-01', '02/28/2026'] } },
      [0, 1, 2].map((at) => `Condition.DateLessThan["aws:CurrentTime"][${at}]: A date (ISO 8601) or epoch seconds are expected here`),
    ],
    [{ Bool: { 'aws:SecureTransport': 'yes' } }, ['Condition.Bool["aws:SecureTransport"]: true or false is expected here']],
    [{ Null: { 'aws:username': 'maybe' } }, ['Condition.Null["aws:username"]: true or false is expected here']],
    [{ BinaryEquals: { 'a:b': '!' } }, ['Condition.BinaryEquals["a:b"]: Base64 is expected here']],
    [
      { IpAddress: { 'aws:SourceIp': '10.0.0.0/33' } },
      ['Condition.IpAddress["aws:SourceIp"]: An IP address or a CIDR range is expected here'],
    ],
    [{ ArnLike: { 'aws:SourceArn': 'role/api' } }, ['Condition.ArnLike["aws:SourceArn"]: An ARN is expected here']],
    [{ ArnLike: { 'aws:SourceArn': ['*', 'arn:aws:iam::*:role/*', '${aws:PrincipalArn}'] } }, []],
    [{ StringMatches: { 'a:b': 'x' } }, ['Condition.StringMatches: "StringMatches" is not a condition operator']],
    [{ stringEquals: { 'a:b': 'x' } }, ['Condition.stringEquals: "stringEquals" is not a condition operator']],
    [{ NullIfExists: { 'a:b': 'true' } }, ['Condition.NullIfExists: "NullIfExists" is not a condition operator']],
    [{ 'ForAllValues:Null': { 'a:b': 'true' } }, ['Condition["ForAllValues:Null"]: "ForAllValues:Null" is not a condition operator']],
    [
      { 'ForSomeValues:StringEquals': { 'a:b': 'x' } },
      ['Condition["ForSomeValues:StringEquals"]: "ForSomeValues:StringEquals" is not a condition operator'],
    ],
    [{ toString: { 'a:b': 'x' } }, ['Condition.toString: "toString" is not a condition operator']],
    [
      { StringEquals: { username: 'x' } },
      ['Condition.StringEquals.username: A condition key is written service:Name, such as aws:SourceIp'],
    ],
    [
      { StringEquals: { 'aws:*': 'x' } },
      ['Condition.StringEquals["aws:*"]: A condition key is written service:Name, such as aws:SourceIp'],
    ],
    [
      { StringEquals: { 'aws:username': 'a', 'AWS:UserName': 'b' } },
      ['Condition.StringEquals["AWS:UserName"]: AWS:UserName is here twice'],
    ],
    [{ StringEquals: 'x' }, ['Condition.StringEquals: An object is expected here']],
    [{ StringEquals: { 'a:b': null } }, ['Condition.StringEquals["a:b"]: A text, number, true or false is expected here']],
    [{ StringEquals: { 'a:b': [['x']] } }, ['Condition.StringEquals["a:b"][0]: A text, number, true or false is expected here']],
    [[], ['Condition: An object is expected here']],
  ])('%j', (condition, problems) => {
    expect(statementProblems(withCondition(condition))).toEqual(problems)
  })

  test('the same operator twice is told', () => {
    const text = '{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","Condition":{"Bool":{},"Bool":{}}}}'
    expect(problemsOf(text)).toEqual(['Statement.Condition.Bool: Bool is here twice'])
  })
})
