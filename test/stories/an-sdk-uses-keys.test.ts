import * as kms from '@aws-sdk/client-kms'
import * as secretsManager from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpointAccess } from '../support/doors.ts'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'

/** The JavaScript SDK, unmodified, through the endpoint: names, types and errors as its models have them. */
let core: TestCore
let keys: kms.KMSClient
let secrets: secretsManager.SecretsManagerClient
beforeAll(async () => {
  core = await startTestCore()
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const access = { ...(await endpointAccess(core, 'sdk')), maxAttempts: 1 }
  keys = new kms.KMSClient(access)
  secrets = new secretsManager.SecretsManagerClient(access)
})
afterAll(async () => {
  keys.destroy()
  secrets.destroy()
  await core.close()
})
const newKey = async () => (await keys.send(new kms.CreateKeyCommand({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }))).KeyMetadata?.KeyId ?? ''
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

describe('KMS', () => {
  it('encrypts, decrypts, re-encrypts and makes data keys', async () => {
    const [KeyId, other] = [await newKey(), await newKey()]
    const EncryptionContext = { tenant: 'a' }
    const { CiphertextBlob } = await keys.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('attack at dawn'), EncryptionContext }))
    expect(text((await keys.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext }))).Plaintext)).toBe('attack at dawn')
    const moved = await keys.send(new kms.ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: other }))
    expect(text((await keys.send(new kms.DecryptCommand({ CiphertextBlob: moved.CiphertextBlob, KeyId: other }))).Plaintext)).toBe('attack at dawn')
    const dataKey = await keys.send(new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))
    expect((await keys.send(new kms.DecryptCommand({ CiphertextBlob: dataKey.CiphertextBlob }))).Plaintext).toEqual(dataKey.Plaintext)
    expect((await keys.send(new kms.GenerateRandomCommand({ NumberOfBytes: 12 }))).Plaintext?.length).toBe(12)
  })

  it('throws the exceptions of its model', async () => {
    const KeyId = await newKey()
    const { CiphertextBlob } = await keys.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }))
    await expect(keys.send(new kms.DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }))).rejects.toBeInstanceOf(kms.InvalidCiphertextException)
    await expect(keys.send(new kms.DecryptCommand({ CiphertextBlob, KeyId: await newKey() }))).rejects.toBeInstanceOf(kms.IncorrectKeyException)
    await expect(keys.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('x'), DryRun: true }))).rejects.toBeInstanceOf(kms.DryRunOperationException)
    await keys.send(new kms.DisableKeyCommand({ KeyId }))
    await expect(keys.send(new kms.DecryptCommand({ CiphertextBlob }))).rejects.toBeInstanceOf(kms.DisabledException)
    const { DeletionDate } = await keys.send(new kms.ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }))
    expect(DeletionDate).toBeInstanceOf(Date)
    await expect(keys.send(new kms.DecryptCommand({ CiphertextBlob }))).rejects.toBeInstanceOf(kms.KMSInvalidStateException)
    await expect(keys.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: 'none' }))).rejects.toBeInstanceOf(kms.MalformedPolicyDocumentException)
    await expect(keys.send(new kms.TagResourceCommand({ KeyId: await newKey(), Tags: [{ TagKey: 'aws:x', TagValue: '' }] }))).rejects.toBeInstanceOf(kms.TagException)
  })

  it('pages through grants, rotations and tags with its paginators', async () => {
    const KeyId = await newKey()
    const GranteePrincipal = `arn:aws:iam::${TEST_ACCOUNT}:root`
    for (let count = 0; count < 3; count += 1) {
      await keys.send(new kms.CreateGrantCommand({ KeyId, GranteePrincipal, RetiringPrincipal: GranteePrincipal, Operations: ['Decrypt'] }))
      await keys.send(new kms.RotateKeyOnDemandCommand({ KeyId }))
    }
    const page = { client: keys, pageSize: 2 }
    const counts = { grants: 0, retirable: 0, rotations: 0, tags: 0, policies: 0 }
    for await (const one of kms.paginateListGrants(page, { KeyId })) counts.grants += one.Grants?.length ?? 0
    for await (const one of kms.paginateListRetirableGrants(page, { RetiringPrincipal: GranteePrincipal })) counts.retirable += one.Grants?.length ?? 0
    for await (const one of kms.paginateListKeyRotations(page, { KeyId })) counts.rotations += one.Rotations?.length ?? 0
    for await (const one of kms.paginateListResourceTags(page, { KeyId })) counts.tags += one.Tags?.length ?? 0
    for await (const one of kms.paginateListKeyPolicies(page, { KeyId })) counts.policies += one.PolicyNames?.length ?? 0
    expect(counts).toEqual({ grants: 3, retirable: 3, rotations: 3, tags: 1, policies: 1 })
  })
})

describe('Secrets Manager', () => {
  it('puts, reads, validates and deletes the policy of a secret', async () => {
    const { ARN, Name } = await secrets.send(new secretsManager.CreateSecretCommand({ Name: 'sdk/policy', SecretString: 'v' }))
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }] })
    expect(await secrets.send(new secretsManager.PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy, BlockPublicPolicy: true }))).toMatchObject({ ARN, Name })
    expect((await secrets.send(new secretsManager.GetResourcePolicyCommand({ SecretId: ARN }))).ResourcePolicy).toBe(ResourcePolicy)
    await expect(secrets.send(new secretsManager.DeleteSecretCommand({ SecretId: Name }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
    expect(await secrets.send(new secretsManager.ValidateResourcePolicyCommand({ SecretId: Name, ResourcePolicy }))).toMatchObject({ PolicyValidationPassed: true, ValidationErrors: [] })
    const open = ResourcePolicy.replace('Deny', 'Allow')
    await expect(secrets.send(new secretsManager.PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy: open, BlockPublicPolicy: true }))).rejects.toBeInstanceOf(secretsManager.PublicPolicyException)
    await expect(secrets.send(new secretsManager.PutResourcePolicyCommand({ SecretId: Name, ResourcePolicy: 'none' }))).rejects.toBeInstanceOf(secretsManager.MalformedPolicyDocumentException)
    await secrets.send(new secretsManager.DeleteResourcePolicyCommand({ SecretId: Name }))
    expect((await secrets.send(new secretsManager.GetResourcePolicyCommand({ SecretId: Name }))).ResourcePolicy).toBeUndefined()
  })

  it('throws DecryptionFailure when the key of a secret is disabled', async () => {
    const KeyId = await newKey()
    await secrets.send(new secretsManager.CreateSecretCommand({ Name: 'sdk/key', SecretString: 'v', KmsKeyId: KeyId }))
    await keys.send(new kms.DisableKeyCommand({ KeyId }))
    await expect(secrets.send(new secretsManager.GetSecretValueCommand({ SecretId: 'sdk/key' }))).rejects.toBeInstanceOf(secretsManager.DecryptionFailure)
    await keys.send(new kms.EnableKeyCommand({ KeyId }))
    expect((await secrets.send(new secretsManager.GetSecretValueCommand({ SecretId: 'sdk/key' }))).SecretString).toBe('v')
  })
})
