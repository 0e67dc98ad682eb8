import type { Wire } from './wire.ts'

/** A token that is a version id too: 36 characters, no UUID. */
export function version(number: number): string {
  return `version-${String(number).padStart(28, '0')}`
}

export interface Fixtures {
  /** `{live}` and the like in a table's texts stand for the ARNs and ids of what was made. */
  readonly names: Readonly<Record<string, string>>
}

/**
 * What the tables of the contract work on: the secrets `live` (v1 AWSPREVIOUS, v2 AWSCURRENT, v3 CUSTOM), `old` (v1 without a
 * label), `empty`, `bytes` and `trash` (scheduled for deletion), and a key for each state and kind.
 */
export async function makeFixtures(wire: Wire): Promise<Fixtures> {
  const names: Record<string, string> = {}
  const secret = async (name: string, input: object): Promise<void> => {
    names[name] = String((await wire.answered('secretsmanager:CreateSecret', { Name: name, ClientRequestToken: version(1), ...input }))['ARN'])
  }
  const put = (SecretId: string, number: number, input: object): Promise<unknown> => wire.answered('secretsmanager:PutSecretValue', { SecretId, ClientRequestToken: version(number), ...input })
  await secret('live', { SecretString: 'one' })
  await put('live', 2, { SecretString: 'two' })
  await put('live', 3, { SecretString: 'three', VersionStages: ['CUSTOM'] })
  await secret('old', { SecretString: 'one' })
  await put('old', 2, { SecretString: 'two' })
  await put('old', 3, { SecretString: 'three' })
  await secret('empty', {})
  await secret('bytes', { SecretBinary: 'AAEC' })
  await secret('trash', { SecretString: 'one' })
  await wire.answered('secretsmanager:DeleteSecret', { SecretId: 'trash' })
  const key = async (name: string, input: object = {}): Promise<string> => {
    const { KeyMetadata } = await wire.answered('kms:CreateKey', input)
    names[name] = KeyMetadata.Arn
    names[`${name}Id`] = KeyMetadata.KeyId
    return KeyMetadata.KeyId
  }
  const KeyId = await key('key')
  await wire.answered('kms:CreateAlias', { AliasName: 'alias/key', TargetKeyId: KeyId })
  await key('other')
  await wire.answered('kms:DisableKey', { KeyId: await key('disabled') })
  await wire.answered('kms:ScheduleKeyDeletion', { KeyId: await key('pending') })
  await key('imported', { Origin: 'EXTERNAL' })
  await key('rsa', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })
  await key('signing', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })
  await key('mac', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
  await key('agreement', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })
  const sealed = async (id: string): Promise<string> => String((await wire.answered('kms:Encrypt', { KeyId: id, Plaintext: 'AAEC', EncryptionContext: { a: 'b' } }))['CiphertextBlob'])
  names['blob'] = await sealed(KeyId)
  names['account'] = String(names['live']?.split(':')[4])
  return { names }
}

/** A row's texts with what stands for ARNs and ids filled in, at any depth. */
export function filled<T>(fixtures: Fixtures, value: T): T {
  return JSON.parse(JSON.stringify(value).replace(/\{(\w+)\}/g, (whole, name: string) => fixtures.names[name] ?? whole)) as T
}
