import { describe, expect, test } from 'vitest'
import type { Principal } from '../../electron/engine/caller.ts'
import type { CallContext } from '../../electron/engine/context.ts'
import type { CallHandler } from '../../electron/engine/operation-handler.ts'
import { secretsManagerActions } from '../../electron/engine/policy/secrets-manager-actions.ts'
import { handlers } from '../../electron/engine/registry.ts'
import { catalog, type OperationName } from '../../shared/operations/catalog.ts'
import { allow, makeUser } from '../support/make-user.ts'
import { refusalOf } from '../support/refusal.ts'
import { sharedVault } from '../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../support/test-vault.ts'
import { version } from './support/fixtures.ts'

/** The IAM actions of every operation. Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager". */
const vault = sharedVault()
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate`

/** Inputs that need more than an operation's own action, and one for every other operation. */
const INPUTS: readonly (readonly [operation: string, input: Record<string, unknown>, actions: readonly string[]])[] = [
  ['CreateSecret', { Name: 'a' }, ['CreateSecret']],
  ['CreateSecret', { Name: 'a', Tags: [{ Key: 'k', Value: 'v' }] }, ['CreateSecret', 'TagResource']],
  ['CreateSecret', { Name: 'a', AddReplicaRegions: [{ Region: 'eu-west-1' }] }, ['CreateSecret', 'ReplicateSecretToRegions']],
  ['BatchGetSecretValue', { SecretIdList: ['a'] }, ['BatchGetSecretValue']],
  ['BatchGetSecretValue', { Filters: [{ Key: 'name', Values: ['a'] }] }, ['BatchGetSecretValue', 'ListSecrets']],
  ['ListSecrets', {}, ['ListSecrets']],
  ['GetRandomPassword', {}, ['GetRandomPassword']],
  ['ValidateResourcePolicy', { ResourcePolicy: '{}' }, ['ValidateResourcePolicy', 'PutResourcePolicy']],
  ['ValidateResourcePolicy', { ResourcePolicy: '{}', SecretId: 'a' }, ['ValidateResourcePolicy', 'PutResourcePolicy']],
  ['RotateSecret', { SecretId: 'a', RotationLambdaARN: FUNCTION }, ['RotateSecret', 'lambda:InvokeFunction']],
  ...Object.keys(catalog)
    .filter((name) => name.startsWith('secretsmanager:'))
    .map((name) => name.slice('secretsmanager:'.length))
    .filter((name) => !['CreateSecret', 'BatchGetSecretValue', 'ListSecrets', 'GetRandomPassword', 'ValidateResourcePolicy'].includes(name))
    .map((name) => [name, { SecretId: 'a', VersionStage: 'X', Tags: [], TagKeys: [], ResourcePolicy: '{}', AddReplicaRegions: [], RemoveReplicaRegions: [] }, [name]] as const),
]

describe('the actions of a call', () => {
  test.each(INPUTS)('%s of %j', (operation, input, expected) => {
    const asked: string[] = []
    const region = vault.vault.regions.get(REGION)
    if (region === undefined) throw new Error('the region is there')
    const context = { caller: { door: 'endpoint', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: 'r' }, accountId: ACCOUNT, region, vault: vault.vault, host: vault.host, nowMs: 0, execute: () => Promise.reject(new Error('authorization calls nothing')), authorize: ({ action }) => void asked.push(action) } satisfies CallContext
    ;(handlers[`secretsmanager:${operation}` as OperationName] as CallHandler<OperationName>).authorize(context, input as never)
    const whole = expected.map((action) => (action.includes(':') ? action : `secretsmanager:${action}`))
    expect(asked).toEqual(whole)
    const table = secretsManagerActions(operation, input).filter(({ target }) => target !== 'each-secret')
    expect(table.map(({ action }) => action)).toEqual(whole)
  })
})

describe('another key for a secret', () => {
  /** Source: API_UpdateSecret, "Required permissions" and KmsKeyId. */
  const KMS = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt']
  const made = async (Name: string, actions: readonly string[]) => {
    const [first, second] = [(await vault.call('kms:CreateKey', {})).KeyMetadata.Arn, (await vault.call('kms:CreateKey', {})).KeyMetadata.Arn]
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', KmsKeyId: first, ClientRequestToken: version(1) })
    const user = await makeUser(vault, Name, [allow('secretsmanager:*', ...actions)])
    const update = (as: Principal) => vault.callRaw('secretsmanager:UpdateSecret', { SecretId: Name, KmsKeyId: second, ClientRequestToken: version(2) }, as)
    const keys = async () => (await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: Name })).Versions.map(({ KmsKeyIds }) => KmsKeyIds[0])
    const explained = async () => {
      const { Allowed, Checks, Notes } = await vault.call('workbench:ExplainAccess', { Principal: Name, Action: 'secretsmanager:UpdateSecret', SecretId: Name, KeyId: second })
      return { Allowed, asked: Checks.map(({ Action, Resource }) => `${Action}${Resource === first ? ' old' : Resource === second ? ' new' : ''}`), Notes }
    }
    return { user, update, keys, explained, first, second }
  }

  test('needs GenerateDataKey and Decrypt on the new one, Decrypt on the old one, and Encrypt to move what is stored', async () => {
    const { user, update, keys, explained, second } = await made('rekey-all', KMS)
    expect(await explained()).toEqual({ Allowed: true, asked: ['secretsmanager:UpdateSecret', 'kms:GenerateDataKey new', 'kms:Decrypt new', 'kms:Encrypt new', 'kms:Decrypt old'], Notes: [] })
    await update(user)
    expect(await keys()).toEqual([second])
  })

  test('without Encrypt sets the key and leaves what is stored, which is said and is no refusal', async () => {
    const { user, update, keys, explained, first, second } = await made('rekey-set', KMS.slice(0, 2))
    const { Allowed, asked, Notes } = await explained()
    expect({ Allowed, asked }).toEqual({ Allowed: true, asked: ['secretsmanager:UpdateSecret', 'kms:GenerateDataKey new', 'kms:Decrypt new'] })
    expect(Notes).toEqual(['Without kms:Encrypt on the new key the stored versions stay under the key that they have; new ones get the new key.'])
    await update(user)
    expect([await keys(), (await vault.call('secretsmanager:DescribeSecret', { SecretId: 'rekey-set' })).KmsKeyId]).toEqual([[first], second])
  })

  test.each([['kms:GenerateDataKey'], ['kms:Decrypt']])('is refused without %s', async (missing) => {
    const { user, update, keys, explained, first } = await made(`rekey-${missing.slice(4)}`, KMS.filter((action) => action !== missing))
    expect((await explained()).Allowed).toBe(false)
    expect(await refusalOf(update(user))).toMatchObject({ code: 'AccessDeniedException', message: 'Access to KMS is not allowed' })
    expect(await keys()).toEqual([first])
  })
})

test('the owner gets back into a key whose policy denies, and an explanation says so', async () => {
  const { KeyId, Arn } = (await vault.call('kms:CreateKey', {})).KeyMetadata
  const denying = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'], Resource: '*' },
    ],
  })
  await vault.call('kms:PutKeyPolicy', { KeyId, Policy: denying, BypassPolicyLockoutSafetyCheck: true })
  const explain = async (Action: string, Principal: string) => (await vault.call('workbench:ExplainAccess', { Principal, Action, KeyId: Arn })).Allowed
  await makeUser(vault, 'keyless', [allow('kms:*')])
  const root = `arn:aws:iam::${ACCOUNT}:root`
  expect([await explain('kms:PutKeyPolicy', root), await explain('kms:DescribeKey', root), await explain('kms:PutKeyPolicy', 'keyless')]).toEqual([true, false, false])
  expect((await refusalOf(vault.call('kms:DescribeKey', { KeyId }))).code).toBe('AccessDeniedException')
  expect(await vault.callRaw('kms:PutKeyPolicy', { KeyId, Policy: denying, BypassPolicyLockoutSafetyCheck: true })).toBeUndefined()
})
