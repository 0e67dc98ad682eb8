import { describe, expect, test } from 'vitest'
import { findBroadStatements } from '../../../electron/engine/policy/broad-access.ts'
import { HOME, allow, ann, deny, documentOf } from './policy-fixture.ts'
import type { StatementJson } from './policy-fixture.ts'

const open = (condition: object): StatementJson => allow({ Principal: '*', Condition: condition })

describe('broad access', () => {
  test.each<[what: string, statement: StatementJson, broad: boolean]>([
    ['everyone', allow({ Principal: '*' }), true],
    ['everyone as AWS', allow({ Principal: { AWS: '*' } }), true],
    ['everyone in a list', allow({ Principal: { AWS: [HOME, '*'] } }), true],
    ['everyone but', allow({ NotPrincipal: { AWS: ann.arn } }), true],
    ['a Deny for everyone', deny({ Principal: '*' }), false],
    ['an account', allow({ Principal: { AWS: HOME } }), false],
    ['a service', allow({ Principal: { Service: 'lambda.amazonaws.com' } }), false],
    ['of one account', open({ StringEquals: { 'aws:PrincipalAccount': HOME } }), false],
    ['of one account, key in another case', open({ StringEquals: { 'AWS:principalaccount': [HOME, HOME] } }), false],
    ['of one organisation', open({ StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), false],
    ['of any organisation', open({ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }), true],
    ['of one organisation by StringLike', open({ StringLike: { 'aws:PrincipalOrgID': 'o-1' } }), false],
    ['outside an organisation', open({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }), true],
    ['of one organisation, if any', open({ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' } }), true],
    ['all of some paths, or none', open({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } }), true],
    ['any of some paths', open({ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } }), false],
    ['a value that the caller fills', open({ StringEquals: { 'aws:SourceAccount': '${aws:PrincipalAccount}' } }), true],
    ['one role', open({ ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:role/api` } }), false],
    ['roles of one account', open({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:role/*` } }), false],
    ['a role name in any account', open({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/api' } }), true],
    ['one fixed value and one open', open({ ArnLike: { 'aws:PrincipalArn': [ann.arn, 'arn:aws:iam::*:role/api'] } }), true],
    ['one endpoint', open({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }), false],
    ['a range', open({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), false],
    ['the whole internet', open({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), true],
    ['half of it twice', open({ IpAddress: { 'aws:SourceIp': ['0.0.0.0/1', '128.0.0.0/1'] } }), true],
    ['a v6 range', open({ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }), false],
    ['a wide v6 range', open({ IpAddress: { 'aws:SourceIp': '2000::/3' } }), true],
    ['a key that ties nothing', open({ StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } }), true],
    ['TLS only', open({ Bool: { 'aws:SecureTransport': 'true' } }), true],
    ['one of two conditions ties', open({ Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }), false],
  ])('%s', (_what, statement, broad) => {
    expect(findBroadStatements(documentOf('resource', [statement]))).toEqual(broad ? [{ index: 0 }] : [])
  })

  test('names each broad statement', () => {
    const document = documentOf('resource', [
      allow({ Principal: '*' }),
      allow({ Principal: { AWS: HOME } }),
      allow({ Principal: '*', Sid: 'Open' }),
    ])
    expect(findBroadStatements(document)).toEqual([{ index: 0 }, { index: 2, sid: 'Open' }])
  })
})
