import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { runCommand, type CommandRun } from './support/recording-terminal.ts'

let test: TestCore
const rotate = (...words: readonly string[]): Promise<CommandRun> => runCommand(['rotate', ...words, '--vault', test.folder])
const valueOf = async (SecretId: string): Promise<string | undefined> => (await test.call('secretsmanager:GetSecretValue', { SecretId })).SecretString

beforeAll(async () => {
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  for (const Name of ['ci/token', 'ci/tried', 'app/fresh']) await test.call('secretsmanager:CreateSecret', { Name, SecretString: 'first' })
  await test.call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: '{"engine":"postgres","host":"127.0.0.1","port":1,"username":"app","password":"first"}' })
})
afterAll(() => test.close())

describe('coffer rotate', () => {
  it('says how to begin where nothing rotates', async () => {
    expect(await rotate()).toEqual({ exitCode: 0, stderr: '', stdout: 'No secret has rotation set up. Try: coffer rotate NAME --function builtin-generator --days 30\n' })
  })

  it('sets rotation up, rotates, and shows each step', async () => {
    const run = await rotate('ci/token', '--function', 'builtin-generator', '--days', '30')
    expect(run.stdout).toMatch(/^(?: {2}(?:createSecret|setSecret|testSecret|finishSecret) succeeded, \d+ ms\n){4}ci\/token: rotated\. The next one comes by \d{4}-\d\d-\d\d 23:59 UTC\.\n$/)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await valueOf('ci/token')).not.toBe('first')
  })

  it('only tries where it is told to', async () => {
    const run = await rotate('ci/tried', '--function', 'builtin-generator', '--schedule', 'rate(10 days)', '--duration', '3h', '--test-only')
    expect(run.stdout).toContain('ci/tried: the test succeeded; nothing was changed.')
    expect(run.exitCode).toBe(0)
    expect(await valueOf('ci/tried')).toBe('first')
  })

  it('tells of a database that cannot be reached, and ends with 1', async () => {
    const run = await rotate('app/db', '--function', 'builtin-postgres-single', '--days', '7')
    expect(run.stdout).toMatch(/^app\/db: postponed: 127\.0\.0\.1:1 cannot be reached .* The next try comes at .* UTC\.\n$/)
    expect(run.exitCode).toBe(1)
    expect(await valueOf('app/db')).toContain('"password":"first"')
  })

  it('lists what rotates, and by when', async () => {
    const { stdout } = await rotate()
    expect(stdout).toMatch(/^ci\/token +scheduled +by \d{4}-\d\d-\d\d 23:59 UTC +every 30 days/m)
    expect(stdout).toMatch(/^app\/db +postponed +by .* cannot be reached/m)
    const json = JSON.parse((await rotate('--json')).stdout) as { Rotations: { Name: string }[] }
    expect(json.Rotations.map(({ Name }) => Name).toSorted()).toEqual(['app/db', 'ci/tried', 'ci/token'].toSorted())
  })

  it('keeps what new passwords are like as tags, says what they come to, and makes them so from then on', async () => {
    const tags = async (): Promise<readonly string[]> => ((await test.call('secretsmanager:DescribeSecret', { SecretId: 'ci/token' })).Tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`)
    const run = await rotate('ci/token', '--password-length', '20', '--exclude-punctuation', '--exclude-characters', '0O1l')
    expect(run.stdout).toMatch(/^New passwords have 20 characters of a-z, A-Z and 0-9, without l O 0 1\.\n {2}createSecret succeeded/)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await valueOf('ci/token')).toMatch(/^[A-NP-Za-km-z2-9]{20}$/)
    expect(await tags()).toEqual(['coffer:rotation:PASSWORD_LENGTH=20', 'coffer:rotation:EXCLUDE_CHARACTERS=0O1l', 'coffer:rotation:EXCLUDE_PUNCTUATION=true'])
    expect((await rotate('ci/token')).exitCode).toBe(0)
    expect(await valueOf('ci/token')).toMatch(/^[A-NP-Za-km-z2-9]{20}$/)
    expect((await rotate('ci/token', '--password-length', '40', '--require-each-included-type', 'false')).stdout).toContain('New passwords have 40 characters of a-z, A-Z and 0-9, without l O 0 1.')
    expect(await tags()).toHaveLength(4)
    expect((await rotate('ci/token', '--password-defaults', '--exclude-preset', 'url', '--password-length', '10')).stdout).toMatch(/^New passwords have 10 characters .* That is weak for a password that programs use: 6\d bits\./)
    expect(await tags()).toEqual(['coffer:rotation:PASSWORD_LENGTH=10', 'coffer:rotation:EXCLUDE_PRESET=url'])
    await rotate('ci/token', '--password-defaults')
    expect(await tags()).toEqual([])
    expect(await valueOf('ci/token')).toHaveLength(32)
  })

  it.each([
    [['ci/token', '--password-length', '7'], '--password-length must be a whole number from 8 to 4096, not 7.'],
    [['ci/token', '--password-length', 'long'], '--password-length must be a whole number from 8 to 4096, not long.'],
    [['ci/token', '--exclude-preset', 'all'], '--exclude-preset must be one of aws, url, shell, connection-string, not all.'],
    [['ci/token', '--password-length', '8', '--exclude-lowercase', '--exclude-uppercase', '--exclude-punctuation'], '8 characters out of 10 are found by trying. With what is left out it takes 13 at least.'],
    [['ci/token', '--require-each-included-type', 'maybe'], '--require-each-included-type takes true or false.'],
    [['app/db', '--function', 'builtin-redshift-single', '--password-length', '65'], '--password-length must be a whole number from 8 to 64, the most that Amazon Redshift takes, not 65.'],
    [['app/fresh', '--password-length', '40'], 'Say which function rotates the secret: what passwords may be depends on it. Try: --function builtin-generator'],
    [['app/fresh', '--function', 'arn:aws:lambda:eu-central-1:123456789012:function:mine', '--exclude-numbers'], 'mine is a function of your own, which is set up by its environment. Try: coffer functions update mine --env PASSWORD_LENGTH=40'],
  ])('refuses %o, and stores nothing', async (words, message) => {
    const before = await test.call('secretsmanager:DescribeSecret', { SecretId: words[0] ?? '' })
    expect(await rotate(...words)).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) as string })
    expect(await test.call('secretsmanager:DescribeSecret', { SecretId: words[0] ?? '' })).toEqual(before)
  })

  it('passes on AWS’s words for what AWS refuses, and its own for what it cannot read', async () => {
    expect(await rotate('ci/token', '--days', '10', '--schedule', 'rate(10 days)')).toEqual({ exitCode: 1, stdout: '', stderr: 'coffer: InvalidParameterException: You cannot specify both rotation frequency and schedule expression together.\n' })
    expect((await rotate('ci/token', '--days', 'soon')).exitCode).toBe(2)
    expect((await rotate('ci/token', '--function', 'nobody')).stderr).toBe('coffer: ResourceNotFoundException: There is no function nobody. Try: coffer functions list\n')
  })
})
