import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { runCommand, type CommandRun, type TypedCommand } from './support/recording-terminal.ts'

const ARN = expect.stringMatching(/^arn:aws:secretsmanager:eu-central-1:123456789012:secret:/)
const VERSION = expect.stringMatching(/^[0-9a-f-]{36}$/)
const files = mkdtempSync(join(tmpdir(), 'coffer-cli-'))
const BYTES = Buffer.from([0, 255, 10, 27, 128])

let test: TestCore
const coffer = (words: readonly string[], more?: TypedCommand): Promise<CommandRun> => runCommand([...words, '--vault', test.folder], more)
const said = (exitCode: number, stderr: string, stdout = ''): CommandRun => ({ exitCode, stdout, stderr })
const usage = (text: string): CommandRun => said(2, `coffer: ${text}\nTry: coffer help\n`)

beforeAll(async () => {
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await test.call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: '{"user":"web","port":5432,"pass":"first"}', Description: 'the database' })
  await test.call('secretsmanager:PutSecretValue', { SecretId: 'app/db', SecretString: '{"user":"web","port":5432,"pass":"sécond"}' })
  await test.call('secretsmanager:CreateSecret', { Name: 'app/key', SecretBinary: BYTES.toString('base64') })
  await test.call('secretsmanager:CreateSecret', { Name: 'app/two-lines', SecretString: 'one\ntwo\n' })
})
afterAll(async () => {
  await test.close()
  rmSync(files, { recursive: true, force: true })
})

describe('coffer get', () => {
  it('gives a program the value and nothing else, and a person a line', async () => {
    expect(await coffer(['get', 'app/two-lines'])).toEqual(said(0, '', 'one\ntwo\n'))
    expect(await coffer(['get', 'app/db', '--key', 'user'])).toEqual(said(0, '', 'web'))
    expect(await coffer(['get', 'app/db', '--key', 'user'], { outputIsTerminal: true })).toEqual(said(0, '', 'web\n'))
  })

  it('gives one key of the JSON as text, numbers as they are written', async () => {
    expect(await coffer(['get', 'app/db', '--key', 'port'])).toEqual(said(0, '', '5432'))
    expect(await coffer(['get', 'app/db', '--key', 'none'])).toEqual(said(1, 'coffer: InvalidRequestException: The value of app/db has no key "none". It has: user, port, pass.\n'))
    expect(await coffer(['get', 'app/two-lines', '--key', 'a'])).toEqual(said(1, 'coffer: InvalidRequestException: The value of app/two-lines is not a JSON object, so it has no keys.\n'))
  })

  it('gives an older version by label and by id', async () => {
    expect(await coffer(['get', 'app/db', '--key', 'pass', '--version-stage', 'AWSPREVIOUS'])).toEqual(said(0, '', 'first'))
    const { Versions } = await test.call('secretsmanager:ListSecretVersionIds', { SecretId: 'app/db' })
    const previous = Versions.find((version) => version.VersionStages?.includes('AWSPREVIOUS'))?.VersionId ?? ''
    expect(await coffer(['get', 'app/db', '--key', 'pass', '--version-id', previous])).toEqual(said(0, '', 'first'))
    expect(await coffer(['get', 'app/db', '--version-stage', 'NONE'])).toEqual(said(1, "coffer: ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: NONE\n"))
  })

  it('prints AWS’s shape with --json', async () => {
    const { exitCode, stdout, stderr } = await coffer(['get', 'app/key', '--json'])
    expect({ exitCode, stderr, answer: JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      stderr: '',
      answer: { ARN, Name: 'app/key', VersionId: VERSION, SecretBinary: BYTES.toString('base64'), VersionStages: ['AWSCURRENT'], CreatedDate: expect.any(Number) },
    })
  })

  it('gives bytes as they are, but not to a terminal', async () => {
    expect(await coffer(['get', 'app/key'])).toEqual(said(0, '', BYTES.toString('latin1')))
    expect(await coffer(['get', 'app/key'], { outputIsTerminal: true })).toEqual(
      said(1, 'coffer: InvalidRequestException: The value of app/key is binary (5 bytes) and would upset a terminal. Send it to a file, or use --json.\n'),
    )
  })

  it('says what is not there and what was not understood', async () => {
    expect(await coffer(['get', 'app/none'])).toEqual(said(1, "coffer: ResourceNotFoundException: Secrets Manager can't find the specified secret.\n"))
    expect(await coffer(['get'])).toEqual(usage('Give one secret name or ARN.'))
    expect(await coffer(['get', 'app/db', '--account', '12'])).toEqual(usage('--account takes the twelve digits of an account id.'))
    expect(await coffer(['get', 'app/db', '--region', 'mars'])).toEqual(usage('--region takes a region name such as eu-central-1.'))
    expect(await coffer(['get', 'app/db', '--region', 'eu-west-1'])).toEqual(said(1, "coffer: ResourceNotFoundException: Secrets Manager can't find the specified secret.\n"))
    expect(await coffer(['get', 'app/db', '--account', '999999999999'])).toEqual(said(1, "coffer: ResourceNotFoundException: Secrets Manager can't find the specified secret.\n"))
    expect((await coffer(['get', 'app/db', '--kee', 'user'])).stderr).toContain("coffer: Unknown option '--kee'")
  })
})

describe('coffer put', () => {
  const stored = async (name: string): Promise<string | undefined> => {
    const { SecretString, SecretBinary } = await test.call('secretsmanager:GetSecretValue', { SecretId: name })
    return SecretString ?? SecretBinary
  }

  it('takes standard input as it is, and makes a secret or a version', async () => {
    expect(await coffer(['put', 'new/one', '--description', 'why'], { input: 'value\n' })).toEqual(said(0, expect.stringMatching(/^Created new\/one \([0-9a-f-]{36}\)\n$/) as never))
    expect(await stored('new/one')).toBe('value\n')
    expect(await coffer(['put', 'new/one'], { input: 'é€😀' })).toEqual(said(0, expect.stringMatching(/^New version of new\/one \([0-9a-f-]{36}\)\n$/) as never))
    expect(await stored('new/one')).toBe('é€😀')
    expect((await test.call('secretsmanager:DescribeSecret', { SecretId: 'new/one' })).Description).toBe('why')
  })

  it('takes a file, and bytes with --binary', async () => {
    writeFileSync(join(files, 'text'), '\ufefffrom a file')
    writeFileSync(join(files, 'bytes'), BYTES)
    expect((await coffer(['put', 'new/file', '--file', join(files, 'text')])).exitCode).toBe(0)
    expect(await stored('new/file')).toBe('\ufefffrom a file')
    const { exitCode, stdout } = await coffer(['put', 'new/bytes', '--file', join(files, 'bytes'), '--binary', '--json'])
    expect({ exitCode, answer: JSON.parse(stdout) }).toEqual({ exitCode: 0, answer: { ARN, Name: 'new/bytes', VersionId: VERSION } })
    expect(await stored('new/bytes')).toBe(BYTES.toString('base64'))
  })

  it('asks at a terminal, without showing what is typed', async () => {
    const { exitCode, stderr } = await coffer(['put', 'new/typed'], { input: null, typed: 'typed value' })
    expect({ exitCode, asked: stderr.split('\n')[0] }).toEqual({ exitCode: 0, asked: 'Type or paste the value; it is not shown. End it with Ctrl+D: ' })
    expect(await stored('new/typed')).toBe('typed value')
  })

  it('uses a key that is named, and refuses one that is not there', async () => {
    const { KeyMetadata } = await test.call('kms:CreateKey', {})
    expect((await coffer(['put', 'new/with-key', '--kms-key-id', KeyMetadata.KeyId], { input: 'x' })).exitCode).toBe(0)
    expect((await test.call('secretsmanager:DescribeSecret', { SecretId: 'new/with-key' })).KmsKeyId).toContain(KeyMetadata.KeyId)
    expect(await coffer(['put', 'new/no-key', '--kms-key-id', 'alias/none'], { input: 'x' })).toEqual(
      said(1, expect.stringMatching(/^coffer: EncryptionFailure: Secrets Manager can't encrypt the secret value: Alias arn:aws:kms:eu-central-1:123456789012:alias\/none is not found\. \(Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: [0-9a-f-]{36}\)\n$/) as never),
    )
  })

  it('refuses what cannot be stored, and writes nothing', async () => {
    expect(await coffer(['put', 'no/value', 'secret'])).toEqual(usage('put takes no value as an argument, since others on this machine could see it. Use --file, or pipe it in.'))
    expect(await coffer(['put', 'no/text'], { input: Buffer.from([0xff, 0xfe]) })).toEqual(usage('The value is not UTF-8 text. Use --binary to store it as bytes. Nothing was written.'))
    expect(await coffer(['put', 'no/file', '--file', join(files, 'none')])).toEqual(usage(`The file ${join(files, 'none')} cannot be read (ENOENT). Nothing was written.`))
    expect(await coffer(['put', 'no/thing'], { input: '' })).toEqual(
      said(1, "coffer: ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length greater than or equal to 1\n"),
    )
    expect(await coffer(['put', 'no name'], { input: 'x' })).toEqual(said(1, 'coffer: ValidationException: Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!\n'))
    expect(await coffer(['put', 'no/large'], { input: 'x'.repeat(65_537) })).toEqual(
      said(1, "coffer: ValidationException: 1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536\n"),
    )
    expect(await coffer(['list', 'no'])).toEqual(said(0, ''))
  })
})

describe('coffer list', () => {
  it('shows names, dates and descriptions, by prefix', async () => {
    const { exitCode, stdout, stderr } = await coffer(['list', 'app'])
    const undated = stdout.replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'DATE')
    expect({ exitCode, stderr, undated }).toEqual({ exitCode: 0, stderr: '', undated: 'app/db         DATE  the database\napp/key        DATE\napp/two-lines  DATE\n' })
    expect(await coffer(['list', 'nothing-begins-so'])).toEqual(said(0, ''))
    expect(await coffer(['list', 'a', 'b'])).toEqual(usage('Give at most one prefix.'))
  })

  it('follows the pages of AWS’s answer to the end', async () => {
    const names = Array.from({ length: 230 }, (_, index) => `many/${String(index).padStart(3, '0')}`)
    await test.call('workbench:ApplyImport', { Format: 'json', Text: JSON.stringify(names.map((Name) => ({ Name, SecretString: 'x' }))), Layout: 'one-secret-per-entry', Names: names })
    const { stdout } = await coffer(['list', 'many/', '--json'])
    const { SecretList } = JSON.parse(stdout) as { SecretList: { Name: string }[] }
    expect(SecretList.map(({ Name }) => Name)).toEqual(names)
  })
})

describe('the program itself', () => {
  it('explains itself', async () => {
    const help = await runCommand(['help'])
    expect({ ...help, stdout: help.stdout.split('\n')[0] }).toEqual(said(0, '', 'coffer: a secrets workbench on your own machine, spoken to like AWS Secrets Manager'))
    for (const words of [['--help'], ['-h'], ['get', '--help'], ['put', 'a', '-h']]) expect(await runCommand(words)).toEqual(help)
    for (const name of ['serve', 'get', 'put', 'list', 'status', 'unlock', 'seal', 'doctor']) expect(help.stdout).toMatch(new RegExp(`^  coffer ${name}\\b`, 'm'))
    expect(await runCommand([])).toEqual(said(2, help.stdout))
    expect(await runCommand(['steal'])).toEqual(usage('There is no command "steal".'))
    expect(await runCommand(['toString'])).toEqual(usage('There is no command "toString".'))
    expect((await runCommand(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('says that nothing runs, with an exit code of its own', async () => {
    const notRunning = said(3, 'coffer: CofferNotRunning: No Coffer is running for this vault. Open the app, or start `coffer serve` with the same --vault.\n')
    for (const words of [['get', 'a'], ['list'], ['status'], ['seal'], ['unlock']]) expect(await runCommand([...words, '--vault', files])).toEqual(notRunning)
    expect(await runCommand(['list'], { environment: { COFFER_VAULT: files } })).toEqual(notRunning)
  })

  it('finds the vault by COFFER_VAULT, and acts in the account and region that are named', async () => {
    expect(await runCommand(['get', 'app/db', '--key', 'user', '--account', TEST_ACCOUNT, '--region', TEST_REGION], { environment: { COFFER_VAULT: test.folder } })).toEqual(said(0, '', 'web'))
  })
})
