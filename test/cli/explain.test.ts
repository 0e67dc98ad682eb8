import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allow, deny, makeUser, policy } from '../support/iam.ts'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { runCommand, type CommandRun } from './support/recording-terminal.ts'

const CI = `arn:aws:iam::${TEST_ACCOUNT}:user/ci`
const REFUSED = 'is not authorized to perform: secretsmanager:GetSecretValue on resource:'

/** The statements of the default key's policy and of the user's, as they bear on the key. */
const KEY_LINES: readonly string[] = [
  '  * key policy, statement Allow access through AWS Secrets Manager: everyone may encrypt, decrypt, see the details and call kms:ReEncrypt* and kms:CreateGrant, ' +
    `when kms:CallerAccount is ${TEST_ACCOUNT} and kms:ViaService is secretsmanager.eu-central-1.amazonaws.com`,
  `  - key policy, statement Allow direct access to key metadata to the account: account ${TEST_ACCOUNT} may call kms:Describe*, kms:Get*, kms:List* and kms:RevokeGrant`,
  '      but it is about other actions',
  '  - own, statement Read: user/ci may read',
  '      but it is about other actions',
  '  - own, statement 2: user/ci may not do everything, only AWSPENDING',
  '      but StringEquals secretsmanager:VersionStage does not hold: the request has none',
]

let test: TestCore
let secretArn = ''
let keyArn = ''
const explain = (...words: readonly string[]): Promise<CommandRun> => runCommand(['explain', ...words, '--vault', test.folder])
const usage = (text: string): CommandRun => ({ exitCode: 2, stdout: '', stderr: `coffer: ${text}\nTry: coffer help\n` })

beforeAll(async () => {
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  secretArn = (await test.call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: 'v' })).ARN
  keyArn = (await test.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' })).KeyMetadata.Arn ?? ''
  await makeUser(test, 'ci', policy(allow('secretsmanager:GetSecretValue', '*', { Sid: 'Read' }), deny('*', '*', { Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSPENDING' } } })))
  await makeUser(test, 'idle')
})
afterAll(() => test.close())

describe('coffer explain', () => {
  it('says yes, by which statement, for the secret and for its key', async () => {
    expect(await explain('ci', 'GetSecretValue', 'app/db')).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: [
        `Allowed for ${CI}`,
        '',
        `secretsmanager:GetSecretValue on ${secretArn}`,
        '  Allowed: an identity policy allows it (statement Read of own)',
        '  * own, statement Read: user/ci may read',
        '  - own, statement 2: user/ci may not do everything, only AWSPENDING',
        '      but StringEquals secretsmanager:VersionStage does not hold: the request has none',
        '',
        `kms:Decrypt on ${keyArn}`,
        '  Allowed: the resource policy allows it (statement Allow access through AWS Secrets Manager of key policy)',
        ...KEY_LINES,
        '',
      ].join('\n'),
    })
  })

  it('says no with AWS’s words, and ends with 1', async () => {
    const { exitCode, stdout } = await explain('user/ci', 'secretsmanager:GetSecretValue', 'app/db', '--version-stage', 'AWSPENDING')
    expect(exitCode).toBe(1)
    expect(stdout.split('\n').slice(0, 7)).toEqual([
      `Denied for ${CI}`,
      '',
      `secretsmanager:GetSecretValue on ${secretArn}`,
      '  Denied: an identity policy denies it (statement 2 of own)',
      `  AWS says: User: ${CI} ${REFUSED} ${secretArn} with an explicit deny in an identity-based policy`,
      '  + own, statement Read: user/ci may read',
      '  * own, statement 2: user/ci may not do everything, only AWSPENDING',
    ])
  })

  it('takes facts of the call and other services’ actions, and prints the whole answer with --json', async () => {
    const { exitCode, stdout } = await explain('idle', 'kms:Decrypt', keyArn, '--context', 'kms:ViaService=secretsmanager.eu-central-1.amazonaws.com', '--json')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ Allowed: true, PrincipalArn: `arn:aws:iam::${TEST_ACCOUNT}:user/idle`, Checks: [{ Action: 'kms:Decrypt', Resource: keyArn, Reason: 'allowed-by-resource-policy' }], Notes: [] })
    expect((await explain('idle', 'kms:Decrypt', keyArn)).exitCode).toBe(1)
  })

  it('notes what is not there, and says what was not understood', async () => {
    expect((await explain('ci', 'GetSecretValue', 'app/none')).stdout).toContain('\nNote: There is no secret app/none here: the policies were asked for the name as it is.\n')
    expect(await explain('ghost', 'GetSecretValue', 'app/db')).toEqual({ exitCode: 1, stdout: '', stderr: 'coffer: NoSuchEntity: There is no user or role ghost in the vault.\n' })
    expect(await explain('ci')).toEqual(usage('Give a principal, an action and what it is about, such as: user/ci GetSecretValue prod/db'))
    expect(await explain('ci', 'GetSecretValue', 'app/db', '--context', 'nothing')).toEqual(usage('--context takes KEY=VALUE, such as aws:SourceIp=10.0.0.1'))
  })
})
