import { describe, expect, test } from 'vitest'
import type { RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'
import { matchPrincipal } from '../../../electron/engine/policy/match-principal.ts'
import { AWAY, HOME, allow, ann, api, awayRoot, bob, deny, documentOf, guest, lambda, root } from './policy-fixture.ts'
import type { StatementJson } from './policy-fixture.ts'

const ROLE = String(api.roleArn)
const ACCOUNT_ROOT = `arn:aws:iam::${HOME}:root`

function match(statement: StatementJson, who: RequestPrincipal): string | null {
  const parsed = documentOf('resource', [statement]).statements[0]
  if (parsed?.principal === undefined) throw new Error('The statement of this test has a principal')
  return matchPrincipal(parsed.principal, parsed.effect, who)
}

describe('Principal', () => {
  test.each<[principal: unknown, who: RequestPrincipal, match: string | null]>([
    ['*', ann, 'everyone'],
    ['*', bob, 'everyone'],
    [{ AWS: '*' }, api, 'everyone'],
    ['*', lambda, 'everyone'],
    [{ AWS: HOME }, ann, 'account'],
    [{ AWS: ACCOUNT_ROOT }, ann, 'account'],
    [{ AWS: ACCOUNT_ROOT }, root, 'account'],
    [{ AWS: HOME }, api, 'account'],
    [{ AWS: HOME }, bob, null],
    [{ AWS: AWAY }, bob, 'account'],
    [{ AWS: AWAY }, awayRoot, 'account'],
    [{ AWS: HOME }, lambda, null],
    [{ AWS: ann.arn }, ann, 'direct'],
    [{ AWS: `arn:aws:iam::${HOME}:user/Ann` }, ann, null],
    [{ AWS: `arn:aws:iam::${HOME}:user/team/ann` }, ann, null],
    [{ AWS: ann.arn }, root, null],
    [{ AWS: ROLE }, api, 'role'],
    [{ AWS: `arn:aws:iam::${HOME}:role/api` }, api, null],
    [{ AWS: api.arn }, api, 'direct'],
    [{ AWS: `arn:aws:sts::${HOME}:assumed-role/api/web2` }, api, null],
    [{ AWS: guest.arn }, guest, 'direct'],
    [{ AWS: HOME }, guest, 'account'],
    [{ AWS: [bob.arn, ann.arn] }, ann, 'direct'],
    [{ AWS: [HOME, ann.arn] }, ann, 'direct'],
    [{ AWS: [ROLE, api.arn] }, api, 'direct'],
    [{ AWS: [HOME, '*'] }, ann, 'everyone'],
    [{ AWS: [ROLE, '*'] }, api, 'role'],
    [{ Service: 'lambda.amazonaws.com' }, lambda, 'direct'],
    [{ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }, lambda, 'direct'],
    [{ Service: 'ec2.amazonaws.com' }, lambda, null],
    [{ Service: 'lambda.amazonaws.com' }, ann, null],
    [{ Service: 'lambda.amazonaws.com', AWS: ann.arn }, ann, 'direct'],
    [{ AWS: 'AIDAANNANNANNANNANNAN' }, ann, null],
    [{ AWS: 'AROAAPIAPIAPIAPIAPIAP' }, api, null],
    [{ CanonicalUser: 'a'.repeat(64) }, ann, null],
    [{ Federated: 'accounts.google.com' }, ann, null],
    [{ Federated: 'accounts.google.com' }, { ...guest, arn: 'accounts.google.com' }, 'direct'],
  ])('%j for %s: %s', (principal, who, expected) => {
    expect(match(allow({ Principal: principal }), who)).toBe(expected)
  })
})

describe('NotPrincipal with Deny spares only who is wholly listed', () => {
  test.each<[notPrincipal: unknown, who: RequestPrincipal, denied: boolean]>([
    [{ AWS: [ann.arn, HOME] }, ann, false],
    [{ AWS: ann.arn }, ann, true],
    [{ AWS: HOME }, ann, true],
    [{ AWS: ACCOUNT_ROOT }, root, false],
    [{ AWS: [ann.arn, HOME] }, bob, true],
    [{ AWS: [ROLE, api.arn, ACCOUNT_ROOT] }, api, false],
    [{ AWS: [ROLE, ACCOUNT_ROOT] }, api, true],
    [{ AWS: [ROLE, api.arn] }, api, true],
    [{ AWS: [api.arn, ACCOUNT_ROOT] }, api, true],
    [{ AWS: [guest.arn, HOME] }, guest, false],
    [{ Service: 'lambda.amazonaws.com' }, lambda, false],
    [{ Service: 'ec2.amazonaws.com' }, lambda, true],
    ['*', ann, false],
  ])('%j for %s: denied %s', (notPrincipal, who, denied) => {
    expect(match(deny({ NotPrincipal: notPrincipal }), who)).toBe(denied ? 'everyone' : null)
  })
})

describe('NotPrincipal with Allow lets in everybody of whom nothing is listed', () => {
  test.each<[notPrincipal: unknown, who: RequestPrincipal, allowed: boolean]>([
    [{ AWS: ann.arn }, ann, false],
    [{ AWS: ann.arn }, bob, true],
    [{ AWS: HOME }, ann, false],
    [{ AWS: ROLE }, api, false],
    [{ AWS: ann.arn }, lambda, true],
    ['*', ann, false],
  ])('%j for %s: allowed %s', (notPrincipal, who, allowed) => {
    expect(match(allow({ NotPrincipal: notPrincipal }), who)).toBe(allowed ? 'everyone' : null)
  })
})
