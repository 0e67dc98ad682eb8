import { describe, expect, test } from 'vitest'
import type { RequestContext, RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { HOME, allow, ann, api, deny, requestOf, root } from './policy-fixture.ts'

const arn = (name: string): string => `arn:aws:secretsmanager:eu-central-1:${HOME}:secret:${name}`

describe('policy variables in Resource', () => {
  test.each<[what: string, pattern: string, name: string, who: RequestPrincipal, allowed: boolean]>([
    ['the user name', '${aws:username}/*', 'ann/db-AbCdEf', ann, true],
    ['the user name of another', '${aws:username}/*', 'bob/db-AbCdEf', ann, false],
    ['the name in any case', '${AWS:UserName}/*', 'ann/db-AbCdEf', ann, true],
    ['a tag of the principal', '${aws:PrincipalTag/team}/*', 'payments/db-AbCdEf', ann, true],
    ['a tag key in another case', '${aws:principaltag/TEAM}/*', 'payments/db-AbCdEf', ann, true],
    ['a tag that is absent', '${aws:PrincipalTag/group}/*', 'payments/db-AbCdEf', ann, false],
    ['a user name for a role session', '${aws:username}/*', '/db-AbCdEf', api, false],
    ['the default of an absent tag', "${aws:PrincipalTag/group, 'shared'}/*", 'shared/db-AbCdEf', ann, true],
    ['a default that is not needed', "${aws:PrincipalTag/team, 'shared'}/*", 'shared/db-AbCdEf', ann, false],
    ['an empty default', "x${aws:PrincipalTag/group, ''}/*", 'x/db-AbCdEf', ann, true],
    ['the session name in userid', '${aws:userid}', 'AROAAPIAPIAPIAPIAPIAP:web1', api, true],
    ['the account id of the root as userid', '${aws:userid}', HOME, root, true],
    ['a star as itself', 'a${*}', 'a*', ann, true],
    ['a star as itself only', 'a${*}', 'ab', ann, false],
    ['a question mark as itself', 'a${?}', 'ab', ann, false],
    ['a dollar as itself', 'a${$}{x}', 'a${x}', ann, true],
    ['a dollar without a brace', 'a$b', 'a$b', ann, true],
  ])('%s', (_what, pattern, name, who, allowed) => {
    // The root would be allowed anyway, so a Deny shows whether the pattern matched.
    const identity = [allow({ Resource: '*' }), deny({ Resource: arn(pattern) })]
    expect(evaluate(requestOf({ who, on: arn(name), identity })).reason === 'explicit-deny-identity-policy').toBe(allowed)
  })

  test.each([null, '2008-10-17'])('are plain text with Version %s', (version) => {
    const identity = [allow({ Resource: arn('${aws:username}/*') })]
    expect(evaluate(requestOf({ who: ann, on: arn('ann/db'), identity, version })).allowed).toBe(false)
    expect(evaluate(requestOf({ who: ann, on: arn('${aws:username}/db'), identity, version })).allowed).toBe(true)
  })

  test('a wildcard in a value is no wildcard', () => {
    const who = { ...ann, tags: { team: '*' } }
    const identity = [allow({ Resource: arn('${aws:PrincipalTag/team}/db') })]
    expect(evaluate(requestOf({ who, on: arn('payments/db'), identity })).allowed).toBe(false)
    expect(evaluate(requestOf({ who, on: arn('*/db'), identity })).allowed).toBe(true)
  })
})

describe('policy variables in conditions', () => {
  test.each<[what: string, condition: object, context: RequestContext, who: RequestPrincipal, allowed: boolean]>([
    ['tag of the caller equals tag of the secret', equals('${aws:PrincipalTag/team}'), tag('payments'), ann, true],
    ['and differs', equals('${aws:PrincipalTag/team}'), tag('billing'), ann, false],
    ['the caller has no such tag', equals('${aws:PrincipalTag/team}'), tag('payments'), api, false],
    ['nothing is not equal to an absent tag', { StringNotEquals: equals('${aws:PrincipalTag/team}').StringEquals }, tag('x'), api, true],
    ['a key with several values fills nothing', equals('${aws:TagKeys}'), { ...tag('a'), 'aws:TagKeys': ['a', 'b'] }, ann, false],
    ['like with a variable and a star', { StringLike: { 'aws:ResourceTag/team': '${aws:username}-*' } }, tag('ann-1'), ann, true],
    ['equals takes a star as itself', equals('a*'), tag('a*'), ann, true],
    ['ignoring case', { StringEqualsIgnoreCase: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } }, tag('PAYMENTS'), ann, true],
    ['an ARN from a variable', { ArnEquals: { 'test:arn': '${aws:PrincipalArn}' } }, { 'test:arn': ann.arn }, ann, true],
    [
      'an ARN with the account in a variable',
      { ArnLike: { 'test:arn': 'arn:aws:iam::${aws:PrincipalAccount}:*' } },
      { 'test:arn': ann.arn },
      ann,
      true,
    ],
    [
      'another account',
      { ArnLike: { 'test:arn': 'arn:aws:iam::${aws:PrincipalAccount}:*' } },
      { 'test:arn': 'arn:aws:iam::4:user/x' },
      ann,
      false,
    ],
  ])('%s', (_what, Condition, context, who, allowed) => {
    expect(evaluate(requestOf({ who, context, identity: [allow({ Condition })] })).allowed).toBe(allowed)
  })

  test.each<[what: string, key: string, value: string, who: RequestPrincipal, allowed: boolean]>([
    ['the user ARN', 'aws:PrincipalArn', ann.arn, ann, true],
    ['the role ARN of a session', 'aws:PrincipalArn', String(api.roleArn), api, true],
    ['not the session ARN', 'aws:PrincipalArn', api.arn, api, false],
    ['the account', 'aws:PrincipalAccount', HOME, api, true],
    ['the type of a user', 'aws:PrincipalType', 'User', ann, true],
    ['the type of a session', 'aws:PrincipalType', 'AssumedRole', api, true],
    ['the account of the resource', 'aws:ResourceAccount', HOME, ann, true],
    ['never what the context claims', 'aws:PrincipalArn', 'arn:aws:iam::1:user/forged', ann, false],
    ['no tag that only the context claims', 'aws:PrincipalTag/admin', 'yes', ann, false],
    ['no user name for a session', 'aws:username', 'forged', api, false],
  ])('keys of the principal: %s', (_what, key, value, who, allowed) => {
    const context = { 'aws:PrincipalArn': 'arn:aws:iam::1:user/forged', 'aws:PrincipalTag/admin': 'yes', 'aws:username': 'forged' }
    expect(evaluate(requestOf({ who, context, identity: [allow({ Condition: { StringEquals: { [key]: value } } })] })).allowed).toBe(
      allowed,
    )
  })
})

function equals(value: string): { StringEquals: Record<string, string> } {
  return { StringEquals: { 'aws:ResourceTag/team': value } }
}

function tag(value: string): RequestContext {
  return { 'aws:ResourceTag/team': value }
}
