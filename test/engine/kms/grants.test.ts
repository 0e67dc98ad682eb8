import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { allow, deniedText, makeUser, noIdentityAllows, noResourceAllows, OTHER_ACCOUNT, OTHER_ROOT, policyText, RESOURCE_DENIES, type UserPrincipal } from '../../support/make-user.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, openTestVault } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { constraint, NOT_NULL } from '../secretsmanager/aws-words.ts'
import { INVALID_MARKER } from './kms-words.ts'

const vault = sharedVault()
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`
const GRANT_ID = /^[0-9a-f]{64}$/
const DRY_RUN = refusal('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.')

let KeyId = ''
let Arn = ''
let ann: UserPrincipal
let bob: UserPrincipal
beforeAll(async () => {
  ann = await makeUser(vault, 'grant-ann')
  bob = await makeUser(vault, 'grant-bob')
})
beforeEach(async () => {
  const { KeyMetadata } = await vault.call('kms:CreateKey', {})
  KeyId = KeyMetadata.KeyId
  Arn = KeyMetadata.Arn
})
const grant = (input: Record<string, unknown> = {}, as?: Principal) =>
  vault.callRaw('kms:CreateGrant', { KeyId: Arn, GranteePrincipal: ann.arn, Operations: ['Encrypt', 'Decrypt'], ...input }, as) as Promise<{ GrantId: string; GrantToken: string }>
const encrypt = (as: Principal, EncryptionContext?: Record<string, string>) =>
  vault.callRaw('kms:Encrypt', { KeyId: Arn, Plaintext: 'AAEC', ...(EncryptionContext === undefined ? {} : { EncryptionContext }) }, as)
const denied = (who: UserPrincipal, operation: string, reason = noIdentityAllows(`kms:${operation}`)) =>
  refusal('AccessDeniedException', deniedText(who, `kms:${operation}`, Arn, reason))
const list = async (input: Record<string, unknown> = {}) => ((await vault.callRaw('kms:ListGrants', { KeyId, ...input })) as { Grants: Record<string, unknown>[] }).Grants

describe('a grant', () => {
  test('is answered with id and token and listed with what it says', async () => {
    const { GrantId, GrantToken } = await grant({ Name: 'reader', RetiringPrincipal: bob.arn, Constraints: { EncryptionContextSubset: { app: 'shop' } } })
    expect([GrantId, GrantToken.length > 20]).toEqual([expect.stringMatching(GRANT_ID), true])
    expect(await vault.call('kms:ListGrants', { KeyId })).toEqual({
      Grants: [
        {
          KeyId: Arn,
          GrantId,
          Name: 'reader',
          CreationDate: vault.clock.nowMs() / 1000,
          GranteePrincipal: ann.arn,
          RetiringPrincipal: bob.arn,
          IssuingAccount: ROOT_ARN,
          Operations: ['Encrypt', 'Decrypt'],
          Constraints: { EncryptionContextSubset: { app: 'shop' } },
        },
      ],
      Truncated: false,
    })
  })

  test('allows its operations to its grantee, and nothing else, until it is revoked', async () => {
    expect(await refusalOf(encrypt(ann))).toEqual(denied(ann, 'Encrypt'))
    const { GrantId } = await grant()
    const { CiphertextBlob } = (await encrypt(ann)) as { CiphertextBlob: string }
    expect(await vault.callRaw('kms:Decrypt', { CiphertextBlob }, ann)).toMatchObject({ Plaintext: 'AAEC' })
    expect(await refusalOf(vault.callRaw('kms:GenerateDataKey', { KeyId: Arn, KeySpec: 'AES_256' }, ann))).toEqual(denied(ann, 'GenerateDataKey'))
    expect(await refusalOf(encrypt(bob))).toEqual(denied(bob, 'Encrypt'))
    expect(await vault.callRaw('kms:RevokeGrant', { KeyId, GrantId })).toBeUndefined()
    expect(await refusalOf(encrypt(ann))).toEqual(denied(ann, 'Encrypt'))
  })

  test('names itself in the activity', async () => {
    const { GrantId } = await grant()
    await encrypt(ann)
    const { Events } = await vault.call('workbench:ListActivity', { MaxResults: 1 })
    expect(JSON.stringify(Events)).toContain(`allowed-by-grant (grant ${GrantId})`)
  })

  test('is for one key', async () => {
    await grant()
    const other = (await vault.call('kms:CreateKey', {})).KeyMetadata
    expect((await refusalOf(vault.callRaw('kms:Encrypt', { KeyId: other.Arn, Plaintext: 'AAEC' }, ann))).code).toBe('AccessDeniedException')
  })

  test('does not beat a Deny of the key policy', async () => {
    await grant()
    await vault.call('kms:PutKeyPolicy', {
      KeyId,
      Policy: policyText([
        { Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Deny', Principal: { AWS: ann.arn }, Action: 'kms:Encrypt', Resource: '*' },
      ]),
    })
    expect(await refusalOf(encrypt(ann))).toEqual(denied(ann, 'Encrypt', RESOURCE_DENIES))
  })

  test('to an account leaves it to the account’s identity policies', async () => {
    await vault.call('kms:PutKeyPolicy', { KeyId, Policy: policyText([{ Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: ['kms:PutKeyPolicy', 'kms:CreateGrant'], Resource: '*' }]) })
    const may = await makeUser(vault, `grant-may-${KeyId.slice(0, 8)}`, [allow('kms:Encrypt')])
    expect((await refusalOf(encrypt(may))).code).toBe('AccessDeniedException')
    await grant({ GranteePrincipal: ROOT_ARN })
    expect(await encrypt(may)).toMatchObject({ KeyId: Arn })
    expect((await refusalOf(encrypt(ann))).code).toBe('AccessDeniedException')
  })

  test('lets a user of another account use the key', async () => {
    const foreign = await makeUser(vault, `grant-foreign-${KeyId.slice(0, 8)}`, [], OTHER_ACCOUNT)
    expect((await refusalOf(encrypt(foreign))).code).toBe('AccessDeniedException')
    await grant({ GranteePrincipal: foreign.arn })
    expect(await encrypt(foreign)).toMatchObject({ KeyId: Arn })
  })

  test('is enough for the key’s part of reading a secret', async () => {
    const reader = await makeUser(vault, `grant-reader-${KeyId.slice(0, 8)}`, [allow('secretsmanager:GetSecretValue')])
    const SecretId = `granted/${KeyId}`
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: SecretId, SecretString: 'v', KmsKeyId: KeyId })
    const read = () => vault.callRaw('secretsmanager:GetSecretValue', { SecretId }, reader)
    expect(await refusalOf(read())).toEqual(refusal('AccessDeniedException', 'Access to KMS is not allowed'))
    await grant({ GranteePrincipal: reader.arn, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: { SecretARN: 'another' } } })
    expect((await refusalOf(read())).code).toBe('AccessDeniedException')
    await grant({ GranteePrincipal: reader.arn, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: { SecretARN: ARN } } })
    expect(await read()).toMatchObject({ SecretString: 'v' })
  })
})

describe('constraints', () => {
  test.each<[string, object, Record<string, string> | undefined, boolean]>([
    ['a subset that is there', { EncryptionContextSubset: { a: '1' } }, { a: '1', b: '2' }, true],
    ['a subset that is all', { EncryptionContextSubset: { a: '1' } }, { a: '1' }, true],
    ['a subset with another value', { EncryptionContextSubset: { a: '1' } }, { a: '2' }, false],
    ['a subset of another case', { EncryptionContextSubset: { a: '1' } }, { A: '1' }, false],
    ['a subset without a context', { EncryptionContextSubset: { a: '1' } }, undefined, false],
    ['equals', { EncryptionContextEquals: { a: '1', b: '2' } }, { b: '2', a: '1' }, true],
    ['equals with one more', { EncryptionContextEquals: { a: '1' } }, { a: '1', b: '2' }, false],
    ['equals with one less', { EncryptionContextEquals: { a: '1', b: '2' } }, { a: '1' }, false],
    ['both, where equals decides', { EncryptionContextEquals: { a: '1' }, EncryptionContextSubset: { a: '1' } }, { a: '1', b: '2' }, false],
  ])('%s', async (_title, Constraints, context, isAllowed) => {
    await grant({ Constraints })
    if (isAllowed) expect(await encrypt(ann, context)).toMatchObject({ KeyId: Arn })
    else expect(await refusalOf(encrypt(ann, context))).toEqual(denied(ann, 'Encrypt'))
  })

  test('do not bind operations without a context', async () => {
    await grant({ Operations: ['DescribeKey'], Constraints: { EncryptionContextEquals: { a: '1' } } })
    expect(await vault.callRaw('kms:DescribeKey', { KeyId: Arn }, ann)).toMatchObject({ KeyMetadata: { Arn } })
  })
})

describe('the same grant again', () => {
  test('with a name is the same grant with another token; without, or with anything else, a new one', async () => {
    const wish = { Name: 'twice', Operations: ['Decrypt', 'Encrypt'], Constraints: { EncryptionContextEquals: { a: '1', b: '2' } } }
    const first = await grant(wish)
    const again = await grant({ ...wish, Operations: ['Encrypt', 'Decrypt'], Constraints: { EncryptionContextEquals: { b: '2', a: '1' } } })
    const others = [await grant({ ...wish, Name: 'other' }), await grant({ ...wish, Operations: ['Decrypt'] }), await grant({ ...wish, GranteePrincipal: bob.arn })]
    const unnamed = [await grant(), await grant()]
    expect(again.GrantId).toBe(first.GrantId)
    expect(again.GrantToken).not.toBe(first.GrantToken)
    expect(new Set([first, ...others, ...unnamed].map(({ GrantId }) => GrantId)).size).toBe(6)
    expect((await list()).length).toBe(6)
  })
})

describe('refusals of CreateGrant', () => {
  const noPrincipal = (arn: string) => refusal('InvalidArnException', `ARN does not refer to a valid principal: ${arn}`)
  test.each<[string, Record<string, unknown>, object]>([
    ['a user who is not there', { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:user/nobody` }, noPrincipal(`arn:aws:iam::${ACCOUNT}:user/nobody`)],
    ['a group', { GranteePrincipal: `arn:aws:iam::${ACCOUNT}:group/all` }, noPrincipal(`arn:aws:iam::${ACCOUNT}:group/all`)],
    ['an account by its digits', { GranteePrincipal: ACCOUNT }, noPrincipal(ACCOUNT)],
    ['a retiring principal that is none', { RetiringPrincipal: 'somebody' }, noPrincipal('somebody')],
    ['no grantee', { GranteePrincipal: undefined }, constraint('granteePrincipal', null, NOT_NULL)],
    ['no operations', { Operations: undefined }, constraint('operations', null, NOT_NULL)],
    ['a token that is none', { GrantTokens: ['x'] }, refusal('InvalidGrantTokenException', 'The grant token is not valid.')],
    ['a dry run', { DryRun: true }, DRY_RUN],
  ])('%s', async (_title, input, expected) => {
    expect(await refusalOf(grant(input))).toEqual(expected)
    expect(await list()).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ['an empty list of operations', { Operations: [] }],
    ['an operation that is none', { Operations: ['PutKeyPolicy'] }],
    ['an operation of asymmetric keys', { Operations: ['Decrypt', 'Sign'] }],
    ['nine pairs', { Constraints: { EncryptionContextSubset: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`k${n}`, 'v'])) } }],
    ['a pair of 385 characters', { Constraints: { EncryptionContextEquals: { k: 'v'.repeat(384) } } }],
    ['a name with a blank', { Name: 'a b' }],
  ])('%s: ValidationException', async (_title, input) => {
    expect((await refusalOf(grant(input))).code).toBe('ValidationException')
  })

  test('operations and constraints of other kinds of keys', async () => {
    const hmac = (await vault.call('kms:CreateKey', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).KeyMetadata.Arn
    expect(await grant({ KeyId: hmac, Operations: ['GenerateMac', 'VerifyMac', 'DescribeKey'] })).toMatchObject({ GrantId: expect.stringMatching(GRANT_ID) })
    expect((await refusalOf(grant({ KeyId: hmac }))).code).toBe('ValidationException')
    expect((await refusalOf(grant({ KeyId: hmac, Operations: ['GenerateMac'], Constraints: { EncryptionContextSubset: { a: '1' } } }))).code).toBe('ValidationException')
  })

  test('a caller without permission', async () => {
    expect(await refusalOf(grant({}, bob))).toEqual(denied(bob, 'CreateGrant'))
  })
})

describe('who may create grants by a grant', () => {
  test('passes on no more than the grant gives', async () => {
    await grant({ Operations: ['Decrypt', 'CreateGrant'], Constraints: { EncryptionContextSubset: { app: 'shop' } } })
    const to = { GranteePrincipal: bob.arn }
    const narrow = { ...to, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: { app: 'shop', more: 'x' } } }
    expect(await grant(narrow, ann)).toMatchObject({ GrantId: expect.stringMatching(GRANT_ID) })
    expect(await grant({ ...narrow, Constraints: { EncryptionContextEquals: { app: 'shop' } } }, ann)).toMatchObject({ GrantId: expect.stringMatching(GRANT_ID) })
    const refused = denied(ann, 'CreateGrant', noResourceAllows('kms:CreateGrant'))
    for (const wider of [{ ...narrow, Operations: ['Decrypt', 'Encrypt'] }, { ...narrow, Constraints: undefined }, { ...narrow, Constraints: { EncryptionContextSubset: { more: 'x' } } }]) {
      expect(await refusalOf(grant(wider, ann))).toEqual(refused)
    }
    expect((await list()).length).toBe(3)
  })
})

describe('ListGrants', () => {
  test('by grant and by grantee', async () => {
    const [one, two] = [await grant(), await grant({ GranteePrincipal: bob.arn })]
    const ids = async (input: Record<string, unknown>) => (await list(input)).map((entry) => entry['GrantId'])
    expect([await ids({ GrantId: one.GrantId }), await ids({ GranteePrincipal: bob.arn }), await ids({ GranteePrincipal: ROOT_ARN })]).toEqual([[one.GrantId], [two.GrantId], []])
  })

  test('in pages every grant once, oldest first', async () => {
    const made: string[] = []
    for (let n = 0; n < 5; n += 1) {
      vault.clock.advance(1000)
      made.push((await grant()).GrantId)
    }
    const found: unknown[] = []
    let Marker: string | undefined
    do {
      const page: { Grants: readonly { GrantId: string }[]; NextMarker?: string | undefined } = await vault.call('kms:ListGrants', { KeyId, Limit: 2, ...(Marker === undefined ? {} : { Marker }) })
      found.push(...page.Grants.map((entry) => entry.GrantId))
      Marker = page.NextMarker
    } while (Marker !== undefined)
    expect(found).toEqual(made)
    expect(await refusalOf(vault.callRaw('kms:ListGrants', { KeyId, Marker: 'made-up' }))).toEqual(INVALID_MARKER)
  })
})

describe('retiring', () => {
  const retire = (input: Record<string, unknown>, as?: Principal) => vault.callRaw('kms:RetireGrant', input, as)

  test('by the retiring principal, with the token or with key and id', async () => {
    const first = await grant({ RetiringPrincipal: bob.arn })
    expect(await retire({ GrantToken: first.GrantToken }, bob)).toBeUndefined()
    const second = await grant({ RetiringPrincipal: bob.arn })
    expect(await retire({ KeyId: Arn, GrantId: second.GrantId }, bob)).toBeUndefined()
    expect(await list()).toEqual([])
  })

  test('by the grantee only when the grant says so; a token allows nothing by itself', async () => {
    const without = await grant({ RetiringPrincipal: bob.arn })
    expect(await refusalOf(retire({ GrantToken: without.GrantToken }, ann))).toEqual(denied(ann, 'RetireGrant'))
    const itself = await grant({ Operations: ['Decrypt', 'RetireGrant'] })
    expect(await retire({ GrantToken: itself.GrantToken }, ann)).toBeUndefined()
    expect((await list()).map((entry) => entry['GrantId'])).toEqual([without.GrantId])
  })

  test('by the account that made it, also when the key’s policy does not name it', async () => {
    const { GrantId } = await grant()
    await vault.call('kms:PutKeyPolicy', { KeyId, Policy: policyText([{ Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:PutKeyPolicy', Resource: '*' }]) })
    expect(await retire({ KeyId: Arn, GrantId })).toBeUndefined()
  })

  test.each<[string, Record<string, unknown>, object]>([
    ['nothing named', {}, refusal('ValidationException', 'Either a grant token, or a key ARN and a grant ID must be specified.')],
    ['a token that is none', { GrantToken: 'x' }, refusal('InvalidGrantTokenException', 'The grant token is not valid.')],
  ])('%s is refused', async (_title, input, expected) => {
    expect(await refusalOf(retire(input))).toEqual(expected)
  })

  test('of a grant that is not there, and as a dry run', async () => {
    const { GrantId, GrantToken } = await grant()
    expect(await refusalOf(retire({ KeyId: Arn, GrantId, DryRun: true }))).toEqual(DRY_RUN)
    await retire({ KeyId: Arn, GrantId })
    expect(await refusalOf(retire({ KeyId: Arn, GrantId }))).toEqual(refusal('NotFoundException', `Grant ID ${GrantId} not found`))
    expect((await refusalOf(retire({ GrantToken }))).code).toBe('NotFoundException')
  })
})

describe('RevokeGrant', () => {
  const revoke = (input: Record<string, unknown>, as?: Principal) => vault.callRaw('kms:RevokeGrant', input, as)
  test('is refused for what is no grant of the key, without permission, and as a dry run', async () => {
    const { GrantId } = await grant()
    const other = (await vault.call('kms:CreateKey', {})).KeyMetadata.KeyId
    expect(await refusalOf(revoke({ KeyId, GrantId: 'x' }))).toEqual(refusal('InvalidGrantIdException', "Invalid grant ID 'x'"))
    expect(await refusalOf(revoke({ KeyId: other, GrantId }))).toEqual(refusal('NotFoundException', `Grant ID ${GrantId} not found`))
    expect(await refusalOf(revoke({ KeyId, GrantId }, ann))).toEqual(denied(ann, 'RevokeGrant'))
    expect(await refusalOf(revoke({ KeyId, GrantId, DryRun: true }))).toEqual(DRY_RUN)
    expect((await list()).length).toBe(1)
  })
})

describe('ListRetirableGrants', () => {
  test('shows the grants on all keys that a principal of the account may retire', async () => {
    const retiring = await makeUser(vault, `grant-retiring-${KeyId.slice(0, 8)}`)
    const second = (await vault.call('kms:CreateKey', {})).KeyMetadata.Arn
    const ids = [await grant({ RetiringPrincipal: retiring.arn }), await grant({ KeyId: second, RetiringPrincipal: retiring.arn })].map(({ GrantId }) => GrantId)
    await grant({ RetiringPrincipal: bob.arn })
    const { Grants } = await vault.call('kms:ListRetirableGrants', { RetiringPrincipal: retiring.arn })
    expect([Grants.map((entry) => entry.GrantId).sort(), Grants.map((entry) => entry.KeyId).sort()]).toEqual([ids.sort(), [Arn, second].sort()])
    expect((await refusalOf(vault.callRaw('kms:ListRetirableGrants', { RetiringPrincipal: retiring.arn }, OTHER_ROOT))).code).toBe('InvalidArnException')
  })
})

test('grants outlive sealing', async () => {
  const fresh = await openTestVault()
  const user = await makeUser(fresh, 'stays')
  const key = (await fresh.call('kms:CreateKey', {})).KeyMetadata.Arn
  await fresh.call('kms:CreateGrant', { KeyId: key, GranteePrincipal: user.arn, Operations: ['Encrypt'] })
  const again = await fresh.reopen()
  try {
    expect(await again.callRaw('kms:Encrypt', { KeyId: key, Plaintext: 'AAEC' }, user)).toMatchObject({ KeyId: key })
  } finally {
    await again.close()
  }
})
