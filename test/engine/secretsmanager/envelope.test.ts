import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { StoredValue } from '../../../electron/engine/storage/value-table.ts'
import type { SecretRecord, VersionRecord } from '../../../electron/engine/secretsmanager/secret-record.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { type Refusal, refusalOf } from '../../support/refusal.ts'
import { versionId } from './secrets.ts'

let vault: TestVault
beforeEach(async () => {
  vault = await openTestVault()
})
afterEach(() => vault.close())

const region = () => {
  const found = vault.vault.regions.get(REGION)
  if (found === undefined) throw new Error('the region is open')
  return found
}
const recordOf = (name: string): SecretRecord => {
  const found = region().secrets.findByName('123456789012', name)
  if (found === null) throw new Error(`${name} is there`)
  return found
}
const valueIdOf = (version: VersionRecord): string => {
  if (version.valueId === null) throw new Error('the version has a value')
  return version.valueId
}
const storedOf = (name: string): StoredValue[] =>
  recordOf(name).versions.map((version) => {
    const stored = region().store.values.get(valueIdOf(version))
    if (stored === null) throw new Error('the value is there')
    return { wrappedKey: Buffer.from(stored.wrappedKey), ciphertext: Buffer.from(stored.ciphertext) }
  })
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const create = (Name: string, SecretString: string, KmsKeyId?: string) =>
  vault.call('secretsmanager:CreateSecret', { Name, SecretString, ClientRequestToken: versionId(1), ...(KmsKeyId === undefined ? {} : { KmsKeyId }) })
const put = (SecretId: string, version: number, SecretString: string, VersionStages: string[]) =>
  vault.call('secretsmanager:PutSecretValue', { SecretId, SecretString, ClientRequestToken: versionId(version), VersionStages })
const read = (SecretId: string, version: number) => vault.call('secretsmanager:GetSecretValue', { SecretId, VersionId: versionId(version) })
const write = (id: string, owner: string, value: StoredValue) => region().store.transaction(() => region().store.values.put(id, owner, value))

const CANARY_A = 'canary-value-alpha-9b1f'
const CANARY_B = 'canary-value-bravo-77e2'

describe('a data key for every version', () => {
  test('no two versions, of one secret or of two, share a wrapped key or a ciphertext, though their values are the same', async () => {
    await create('one', CANARY_A)
    await put('one', 2, CANARY_A, ['AWSCURRENT'])
    await put('one', 3, CANARY_A, ['AWSPENDING'])
    await create('two', CANARY_A)
    const stored = [...storedOf('one'), ...storedOf('two')]
    expect(new Set(stored.map((value) => hex(value.wrappedKey))).size).toBe(4)
    expect(new Set(stored.map((value) => hex(value.ciphertext))).size).toBe(4)
  })

  test('what lies on disk holds the value in no encoding', async () => {
    await create('plain', CANARY_A)
    const [stored] = storedOf('plain')
    const bytes = Buffer.concat([stored?.wrappedKey ?? Buffer.of(), stored?.ciphertext ?? Buffer.of()])
    for (const form of [CANARY_A, Buffer.from(CANARY_A).toString('base64').slice(0, 28), Buffer.from(CANARY_A).toString('hex'), Buffer.from(CANARY_A, 'utf16le')]) expect(bytes.includes(form)).toBe(false)
  })

  test('a wrapped key names the KMS key it was wrapped by', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await create('named', CANARY_A, KeyMetadata.KeyId)
    expect(hex(storedOf('named')[0]?.wrappedKey ?? Buffer.of())).toContain(KeyMetadata.KeyId.replaceAll('-', ''))
  })
})

describe('a value opens only in its place', () => {
  const damaged = (ARN: string, version: number): Refusal => ({
    code: 'VaultDamaged',
    message: `The stored value of version ${versionId(version)} of ${ARN} does not open: the vault's file was damaged or changed. Other secrets are not affected. Restore this one from a back-up.`,
    statusCode: 500,
  })

  async function twoSecrets(): Promise<{ readonly arnA: string; readonly arnB: string }> {
    const { ARN: arnA } = await create('a', CANARY_A)
    await put('a', 2, CANARY_B, ['AWSCURRENT'])
    const { ARN: arnB } = await create('b', CANARY_B)
    return { arnA, arnB }
  }

  test('rows swapped between two versions of one secret', async () => {
    const { arnA } = await twoSecrets()
    const [first, second] = storedOf('a')
    const [one, two] = recordOf('a').versions.map(valueIdOf)
    write(one as string, arnA, second as StoredValue)
    write(two as string, arnA, first as StoredValue)
    expect(await Promise.all([1, 2].map((version) => refusalOf(read('a', version))))).toEqual([damaged(arnA, 1), damaged(arnA, 2)])
  })

  test('rows swapped between the same version id of two secrets', async () => {
    const { arnA, arnB } = await twoSecrets()
    const [inA] = storedOf('a')
    const [inB] = storedOf('b')
    write(valueIdOf(recordOf('a').versions[0] as VersionRecord), arnA, inB as StoredValue)
    write(valueIdOf(recordOf('b').versions[0] as VersionRecord), arnB, inA as StoredValue)
    expect([await refusalOf(read('a', 1)), await refusalOf(read('b', 1))]).toEqual([damaged(arnA, 1), damaged(arnB, 1)])
  })

  test('the wrapped key of one with the ciphertext of another', async () => {
    const { arnA } = await twoSecrets()
    const [first, second] = storedOf('a')
    write(valueIdOf(recordOf('a').versions[0] as VersionRecord), arnA, { wrappedKey: (first as StoredValue).wrappedKey, ciphertext: (second as StoredValue).ciphertext })
    expect(await refusalOf(read('a', 1))).toEqual(damaged(arnA, 1))
  })

  test('a row that is gone', async () => {
    const { arnA } = await twoSecrets()
    const id = valueIdOf(recordOf('a').versions[0] as VersionRecord)
    region().store.transaction(() => region().store.values.delete(id))
    expect(await refusalOf(read('a', 1))).toEqual(damaged(arnA, 1))
    expect((await read('a', 2)).SecretString).toBe(CANARY_B)
  })

  test('any changed byte, at the beginning, in the middle and at the end of either part', async () => {
    const { arnA } = await twoSecrets()
    const [whole] = storedOf('a')
    const id = valueIdOf(recordOf('a').versions[0] as VersionRecord)
    const flipped = (bytes: Uint8Array, at: number): Buffer => {
      const copy = Buffer.from(bytes)
      copy[at] = (copy[at] as number) ^ 0x01
      return copy
    }
    const { wrappedKey, ciphertext } = whole as StoredValue
    const changes: StoredValue[] = [
      // Bytes 1 to 16 name the KMS key: another one there is another key, not damage.
      ...[0, 17, 33, wrappedKey.length - 1].map((at) => ({ wrappedKey: flipped(wrappedKey, at), ciphertext })),
      ...[0, 1, 40, ciphertext.length - 1].map((at) => ({ wrappedKey, ciphertext: flipped(ciphertext, at) })),
      { wrappedKey: wrappedKey.subarray(0, 10), ciphertext },
      { wrappedKey, ciphertext: ciphertext.subarray(0, 10) },
      { wrappedKey, ciphertext: Buffer.concat([ciphertext, Buffer.of(0)]) },
    ]
    for (const change of changes) {
      write(id, arnA, change)
      expect(await refusalOf(read('a', 1))).toEqual(damaged(arnA, 1))
    }
    write(id, arnA, whole as StoredValue)
    expect((await read('a', 1)).SecretString).toBe(CANARY_A)
  })

  test('a version said to be bytes instead of text', async () => {
    const { arnA } = await twoSecrets()
    const record = recordOf('a')
    const versions = record.versions.map((version) => ({ ...version, kind: 'binary' as const }))
    region().store.transaction(() => region().secrets.rows.put({ ...record, versions }))
    expect(await refusalOf(read('a', 1))).toEqual(damaged(arnA, 1))
  })

  test('a damaged version does not keep others from being read, listed or replaced', async () => {
    const { arnB } = await twoSecrets()
    region().store.transaction(() => region().store.values.delete(valueIdOf(recordOf('b').versions[0] as VersionRecord)))
    expect((await vault.call('secretsmanager:ListSecrets', {})).SecretList).toHaveLength(2)
    expect(await vault.call('secretsmanager:BatchGetSecretValue', { SecretIdList: ['b', 'a'] })).toMatchObject({
      SecretValues: [{ Name: 'a', SecretString: CANARY_B }],
      Errors: [{ SecretId: 'b', ErrorCode: 'VaultDamaged', Message: damaged(arnB, 1).message }],
    })
    await put('b', 2, 'new', ['AWSCURRENT'])
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: arnB })).SecretString).toBe('new')
  })
})

describe('a change of the key', () => {
  test('gives AWSCURRENT, AWSPENDING and AWSPREVIOUS new data keys under it and leaves the others as they are', async () => {
    await create('moves', 'one')
    await put('moves', 2, 'two', ['AWSCURRENT'])
    await put('moves', 3, 'three', ['AWSPENDING'])
    await put('moves', 4, 'four', ['CUSTOM'])
    await put('moves', 5, 'five', ['GONE'])
    await vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: 'moves', VersionStage: 'GONE', RemoveFromVersionId: versionId(5) })
    const before = storedOf('moves')
    const versionsBefore = recordOf('moves').versions
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    vault.clock.advance(1000)
    expect(Object.keys(await vault.call('secretsmanager:UpdateSecret', { SecretId: 'moves', KmsKeyId: KeyMetadata.Arn }))).toEqual(['ARN', 'Name'])
    const after = storedOf('moves')
    const wrappedBy = after.map((value) => hex(value.wrappedKey).includes(KeyMetadata.KeyId.replaceAll('-', '')))
    expect(wrappedBy).toEqual([true, true, true, false, false])
    expect(after.map((value, index) => hex(value.ciphertext) !== hex(before[index]?.ciphertext ?? Buffer.of()))).toEqual([true, true, true, false, false])
    expect(await Promise.all([1, 2, 3, 4, 5].map(async (version) => (await read('moves', version)).SecretString))).toEqual(['one', 'two', 'three', 'four', 'five'])
    expect(recordOf('moves').versions.map(({ versionId: id, createdAtMs, stages }) => ({ id, createdAtMs, stages }))).toEqual(
      versionsBefore.map(({ versionId: id, createdAtMs, stages }) => ({ id, createdAtMs, stages })),
    )
    const { Versions } = await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'moves', IncludeDeprecated: true })
    const keys = Object.fromEntries(Versions.map((version) => [version.VersionId, version.KmsKeyIds]))
    expect([1, 2, 3, 4, 5].map((version) => keys[versionId(version)])).toEqual([[KeyMetadata.Arn], [KeyMetadata.Arn], [KeyMetadata.Arn], ['DefaultEncryptionKey'], ['DefaultEncryptionKey']])
  })

  test('the old rows are gone, and a version with two of the labels is stored once', async () => {
    await create('once', 'one')
    const count = (): number => recordOf('once').versions.filter((version) => region().store.values.get(valueIdOf(version)) !== null).length
    const oldId = valueIdOf(recordOf('once').versions[0] as VersionRecord)
    await vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: 'once', VersionStage: 'AWSPENDING', MoveToVersionId: versionId(1) })
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'once', KmsKeyId: KeyMetadata.Arn })
    expect([region().store.values.get(oldId), count()]).toEqual([null, 1])
  })

  test('back to the default key with an empty KmsKeyId', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await create('back', 'one', KeyMetadata.Arn)
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'back', KmsKeyId: '' })
    const described = await vault.call('secretsmanager:DescribeSecret', { SecretId: 'back' })
    expect([Object.keys(described).includes('KmsKeyId'), (await read('back', 1)).SecretString]).toEqual([false, 'one'])
    expect(hex(storedOf('back')[0]?.wrappedKey ?? Buffer.of())).not.toContain(KeyMetadata.KeyId.replaceAll('-', ''))
  })

  test('together with a value: the new version and the old ones lie under the new key', async () => {
    await create('together', 'one')
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'together', KmsKeyId: KeyMetadata.Arn, SecretString: 'two', ClientRequestToken: versionId(2) })
    const id = KeyMetadata.KeyId.replaceAll('-', '')
    expect(storedOf('together').map((value) => hex(value.wrappedKey).includes(id))).toEqual([true, true])
    expect([(await read('together', 1)).SecretString, (await read('together', 2)).SecretString]).toEqual(['one', 'two'])
  })

  test('an alias that is pointed elsewhere leaves stored versions under the key that wrapped them', async () => {
    const { KeyMetadata: first } = await vault.call('kms:CreateKey', {})
    const { KeyMetadata: second } = await vault.call('kms:CreateKey', {})
    await vault.call('kms:CreateAlias', { AliasName: 'alias/app', TargetKeyId: first.KeyId })
    await create('alias', 'one', 'alias/app')
    await vault.call('kms:UpdateAlias', { AliasName: 'alias/app', TargetKeyId: second.KeyId })
    await put('alias', 2, 'two', ['AWSCURRENT'])
    const [old, young] = storedOf('alias').map((value) => hex(value.wrappedKey))
    expect([old?.includes(first.KeyId.replaceAll('-', '')), young?.includes(second.KeyId.replaceAll('-', ''))]).toEqual([true, true])
    expect([(await read('alias', 1)).SecretString, (await read('alias', 2)).SecretString]).toEqual(['one', 'two'])
  })
})
