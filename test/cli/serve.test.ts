import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetSecretValueCommand, SecretsManagerClient, CreateSecretCommand } from '@aws-sdk/client-secrets-manager'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'
import { canMountDisks, mountDisk, remountReadOnly, unmountDisk } from '../support/small-disk.ts'
import { runCoffer, startServing, type CofferRun } from './support/coffer-process.ts'
import { runCommand } from './support/recording-terminal.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const PASSPHRASE = { COFFER_PASSPHRASE: TEST_PASSPHRASE }
const KEYLESS = 'coffer: new vault. Make a recovery kit for it in the app: Settings, Vault, Renew recovery kit.\n'
const scratch = mkdtempSync(join(tmpdir(), 'coffer-serve-'))
let template: VaultTemplate
beforeAll(async () => {
  template = await makeVaultTemplate(async (call) => {
    await call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'still here' })
  })
})
afterAll(() => {
  template.remove()
  rmSync(scratch, { recursive: true, force: true })
})

const shown = ({ exitCode, signal, stdout, stderr }: CofferRun): object => ({ exitCode, signal, stdout: stdout.toString(), stderr })
const refused = (stderr: string, exitCode = 1): object => ({ exitCode, signal: null, stdout: '', stderr })
const usage = (text: string): object => refused(`coffer: ${text}\nTry: coffer help\n`, 2)

describe('coffer serve', () => {
  it('makes a vault, says so in one line with the first key, and ends cleanly; later it has no key to say', async () => {
    const vault = join(scratch, 'new', 'vault')
    const first = await startServing(['--vault', vault, '--port', '0', '--region', TEST_REGION, '--account', TEST_ACCOUNT], { environment: PASSPHRASE })
    const { accessKeyId = '', secretAccessKey = '' } = first.ready
    expect(first.ready).toEqual({
      endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      agentEndpoint: null,
      region: TEST_REGION,
      account: TEST_ACCOUNT,
      accessKeyId: expect.stringMatching(/^AKIA[A-Z0-9]{16}$/),
      secretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    })
    const sdk = new SecretsManagerClient({ endpoint: first.ready.endpoint, region: TEST_REGION, credentials: { accessKeyId, secretAccessKey } })
    await sdk.send(new CreateSecretCommand({ Name: 'a', SecretString: 'from the SDK' }))
    expect((await runCoffer(['get', 'a', '--vault', vault])).stdout.toString()).toBe('from the SDK')
    sdk.destroy()
    const fromPipe = await runCoffer(['put', 'from/pipe', '--vault', vault], { input: 'piped\n' })
    expect({ exitCode: fromPipe.exitCode, stderr: fromPipe.stderr.replace(/[0-9a-f-]{36}/, 'ID') }).toEqual({ exitCode: 0, stderr: 'Created from/pipe (ID)\n' })
    expect(await first.end()).toEqual({ exitCode: 0, signal: null })
    expect({ stdout: first.stdout(), stderr: first.stderr() }).toEqual({ stdout: `${JSON.stringify(first.ready)}\n`, stderr: KEYLESS })
    expect(existsSync(join(vault, 'run', 'command-line.json'))).toBe(false)

    writeFileSync(join(scratch, 'passphrase'), `${TEST_PASSPHRASE}\n`)
    const again = await startServing(['--vault', vault, '--port', '0', '--passphrase-file', join(scratch, 'passphrase')])
    expect(again.ready).toEqual({ endpoint: expect.any(String), agentEndpoint: null, region: TEST_REGION, account: TEST_ACCOUNT })
    expect((await runCoffer(['get', 'from/pipe', '--vault', vault])).stdout.toString()).toBe('piped\n')
    expect(shown(await runCoffer(['list', '--vault', vault, '--json']))).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('"Name": "from/pipe"') })
    expect((await runCoffer(['doctor', '--vault', vault])).stdout.toString()).toContain('ok       Activity record: ')
    expect(await again.end('SIGINT')).toEqual({ exitCode: 0, signal: null })
    expect(again.stderr()).toBe('')
  })

  it('never prints the passphrase, the recovery code or a value', async () => {
    const vault = join(scratch, 'quiet')
    const serving = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
    await runCoffer(['put', 'a', '--vault', vault], { input: 'canary-value-55' })
    const printed = `${serving.stdout()}${serving.stderr()}`
    for (const secret of [TEST_PASSPHRASE, 'canary-value-55']) expect(printed).not.toContain(secret)
    // 160 bits in groups, as the kit shows them.
    expect(printed).not.toMatch(/([0-9A-HJKMNP-TV-Z]{4,5}-){3,}/)
    await serving.end()
  })

  it('refuses a second Coffer on the vault, and the command line still reaches the first', async () => {
    const vault = template.copy()
    const first = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
    const inUse = refused('coffer: VaultInUse: Another Coffer has this vault open. Use that one, or quit it first.\n')
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: PASSPHRASE }))).toEqual(inUse)
    // Also where another desktop session has other folders for sockets.
    const elsewhere = join(scratch, 'run')
    mkdirSync(elsewhere, { mode: 0o700 })
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: { ...PASSPHRASE, XDG_RUNTIME_DIR: elsewhere } }))).toEqual(inUse)
    expect((await runCoffer(['get', 'kept', '--vault', vault], { environment: { XDG_RUNTIME_DIR: elsewhere } })).stdout.toString()).toBe('still here')
    await first.end('SIGKILL')
    // What a killed one leaves behind stops nobody.
    const second = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
    expect((await runCoffer(['get', 'kept', '--vault', vault])).stdout.toString()).toBe('still here')
    expect(await second.end()).toEqual({ exitCode: 0, signal: null })
  })

  it('names a taken port, and leaves no vault behind whose key nobody saw', async () => {
    const server = createServer()
    const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)))
    const vault = join(scratch, 'port')
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', String(port)], { environment: PASSPHRASE }))).toEqual(
      refused(
        `coffer: EndpointUnavailable: Port ${port} on 127.0.0.1 is taken by another program, so the local AWS endpoint is off. End that program or choose another port; Coffer does not move by itself, since clients would then trust whoever holds the old one.\n`,
      ),
    )
    expect(existsSync(join(vault, 'regions'))).toBe(false)
    await new Promise((resolve) => server.close(resolve))
  })

  it('refuses a wrong passphrase, and makes guessing wait over restarts', async () => {
    const vault = template.copy()
    const guess = (passphrase: string): Promise<CofferRun> => runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: passphrase } })
    expect(shown(await guess('quiet harbour lantern eight'))).toEqual(refused('coffer: WrongPassphrase: This passphrase does not open the vault. Nothing was changed.\n'))
    writeFileSync(join(vault, 'unlock-attempts.json'), JSON.stringify({ misses: 8, lastAtMs: Date.now() }))
    expect(shown(await guess(TEST_PASSPHRASE))).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/^coffer: UnlockThrottled: Too many attempts\. The next one is taken in \d+ seconds; the data is untouched\.\n$/) })
    rmSync(join(vault, 'unlock-attempts.json'))
    const serving = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
    await serving.end()
  })

  it('refuses a weak passphrase for a new vault', async () => {
    const vault = join(scratch, 'weak')
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: 'short' } }))).toEqual(
      refused('coffer: WeakPassphrase: A passphrase has at least 12 characters. Several words that do not belong together are easy to remember.\n'),
    )
    expect(readdirSync(vault).includes('regions')).toBe(false)
  })

  it('says what to do where there is no keychain to keep a new vault’s key in', async ({ skip }) => {
    skip(process.platform !== 'linux', 'needs linux')
    const vault = join(scratch, 'no-keychain')
    const environment = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(scratch, 'no-bus')}`, DISPLAY: '' }
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment }))).toEqual(
      refused(expect.stringMatching(/^coffer: KeychainUnavailable: Secret Service cannot be used: .+\. Nothing was changed in it\. .+ Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file\.\n$/) as never),
    )
    expect(readdirSync(vault).includes('regions')).toBe(false)
  })

  it('explains itself, and takes a reader that has seen enough', async () => {
    const help = await runCoffer(['help'])
    expect({ exitCode: help.exitCode, stderr: help.stderr, isHelp: help.stdout.toString().startsWith('coffer: a secrets workbench') }).toEqual({ exitCode: 0, stderr: '', isHelp: true })
    const closed = await runCoffer(['help'], { closesOutput: true })
    expect({ exitCode: closed.exitCode, stderr: closed.stderr }).toEqual({ exitCode: 0, stderr: '' })
  })

  it('says which words it did not understand', async () => {
    const vault = join(scratch, 'unused')
    const empty = join(scratch, 'empty')
    writeFileSync(empty, '\n')
    const rows: readonly (readonly [words: readonly string[], environment: Record<string, string>, text: string])[] = [
      [[], PASSPHRASE, 'serve needs --vault DIR: the folder of the vault, or an empty one for a new vault.'],
      [['--vault', vault, '--port', '70000'], PASSPHRASE, '--port takes a number from 0 to 65535; 0 picks a free port.'],
      [['--vault', vault, '--region', 'Mars'], PASSPHRASE, '--region takes a region name such as eu-central-1.'],
      [['--vault', vault, '--account', '123'], PASSPHRASE, '--account takes the twelve digits of an account id.'],
      [['--vault', vault, '--passphrase-file', join(scratch, 'none')], {}, `The passphrase file ${join(scratch, 'none')} cannot be read (ENOENT).`],
      [['--vault', vault, '--passphrase-file', scratch], {}, `The passphrase file ${scratch} cannot be read (EISDIR).`],
      [['--vault', vault], { COFFER_PASSPHRASE: '' }, 'COFFER_PASSPHRASE is set, but empty. Unset it to use the keychain.'],
      [['--vault', vault, '--passphrase-file', empty], {}, `The passphrase file ${empty} is empty.`],
    ]
    const runs = await Promise.all(rows.map(([words, environment]) => runCommand(['serve', ...words], { environment })))
    expect(runs).toEqual(rows.map(([, , text]) => ({ exitCode: 2, stdout: '', stderr: `coffer: ${text}\nTry: coffer help\n` })))
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', 'x'], { environment: PASSPHRASE }))).toEqual(usage('--port takes a number from 0 to 65535; 0 picks a free port.'))
    expect(existsSync(vault)).toBe(false)
  })

  it('serves no other region or account than the vault has', async () => {
    const vault = template.copy()
    const serve = (...words: readonly string[]): Promise<CofferRun> => runCoffer(['serve', '--vault', vault, '--port', '0', ...words], { environment: PASSPHRASE })
    expect(shown(await serve('--region', 'mars-north-1'))).toEqual(usage("This vault can have no region mars-north-1. It has: eu-central-1. Leave --region out, or choose one of AWS's regions."))
    expect(shown(await serve('--account', '999999999999'))).toEqual(usage("This vault's account is 123456789012, not 999999999999. Leave --account out, or use another --vault."))
  })

  it('takes any credentials with --no-auth, and a 12-digit access key id as the account', async () => {
    const serving = await startServing(['--vault', template.copy(), '--port', '0', '--no-auth'], { environment: PASSPHRASE })
    const settings = (accessKeyId: string) => ({ endpoint: serving.ready.endpoint, region: TEST_REGION, credentials: { accessKeyId, secretAccessKey: 'any' } })
    const whoIs = async (accessKeyId: string): Promise<string | undefined> => (await new STSClient(settings(accessKeyId)).send(new GetCallerIdentityCommand({}))).Arn
    expect([await whoIs('999999999999'), await whoIs('test')]).toEqual(['arn:aws:iam::999999999999:root', `arn:aws:iam::${TEST_ACCOUNT}:root`])
    const other = new SecretsManagerClient(settings('999999999999'))
    expect((await other.send(new CreateSecretCommand({ Name: 'kept', SecretString: 'of the other account' }))).ARN).toMatch(/^arn:aws:secretsmanager:eu-central-1:999999999999:secret:kept-/)
    expect((await other.send(new GetSecretValueCommand({ SecretId: 'kept' }))).SecretString).toBe('of the other account')
    expect((await new SecretsManagerClient(settings('test')).send(new GetSecretValueCommand({ SecretId: 'kept' }))).SecretString).toBe('still here')
    expect(await serving.end()).toEqual({ exitCode: 0, signal: null })
    expect(serving.stderr()).toBe('coffer: --no-auth lets every program on this machine read and change this vault. Use it for throw-away vaults only.\n')
  })

  it('opens an older copy of the vault only when told to', async () => {
    const vault = template.copy()
    const older = template.copy()
    const newer = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
    await runCoffer(['put', 'later', '--vault', vault], { input: 'x' })
    await newer.end()
    rmSync(join(vault, 'regions'), { recursive: true })
    writeFolder(join(older, 'regions'), join(vault, 'regions'))
    expect(shown(await runCoffer(['serve', '--vault', vault, '--port', '0'], { environment: PASSPHRASE }))).toEqual(
      refused(
        'coffer: VaultOlderThanLastSeen: This vault file is older than the one that was last open here: a restored back-up, a damaged disk, or someone put an old copy back. Newer changes are not in it. It was not changed. If you put it there yourself, open it with --accept-older-vault.\n',
      ),
    )
    const serving = await startServing(['--vault', vault, '--port', '0', '--accept-older-vault'], { environment: PASSPHRASE })
    expect((await runCoffer(['get', 'kept', '--vault', vault])).stdout.toString()).toBe('still here')
    await serving.end()
  })
})

function writeFolder(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const name of readdirSync(from)) writeFileSync(join(to, name), readFileSync(join(from, name)), { mode: 0o600 })
}

describe('a folder that cannot be written', () => {
  const refusal = (folder: string, reason: string): object => refused(`coffer: FolderUnusable: The folder ${folder} cannot be made or used: ${reason}. Nothing was changed.\n`)

  it('is a file', async () => {
    const file = join(scratch, 'a-file')
    writeFileSync(file, 'keep me')
    expect(shown(await runCoffer(['serve', '--vault', file, '--port', '0'], { environment: PASSPHRASE }))).toEqual(refusal(file, 'there is a file of this name'))
    expect(shown(await runCoffer(['serve', '--vault', join(file, 'below'), '--port', '0'], { environment: PASSPHRASE }))).toEqual(refusal(join(file, 'below'), 'a part of the path is a file'))
    expect(readFileSync(file, 'utf8')).toBe('keep me')
  })

  it('lies on a read-only disk', async ({ skip }) => {
    skip(!canMountDisks(), 'needs mounting a disk')
    const disk = mkdtempSync(join(scratch, 'disk-'))
    mountDisk(disk, '8m')
    try {
      template.copy(join(disk, 'vault'))
      remountReadOnly(disk)
      expect(shown(await runCoffer(['serve', '--vault', join(disk, 'new'), '--port', '0'], { environment: PASSPHRASE }))).toEqual(refusal(join(disk, 'new'), 'the disk is read-only'))
      const { exitCode, stderr } = await runCoffer(['serve', '--vault', join(disk, 'vault'), '--port', '0'], { environment: PASSPHRASE })
      expect({ exitCode, last: stderr.trimEnd().split('\n').at(-1) }).toEqual({
        exitCode: 1,
        last: 'coffer: VaultReadOnly: A file of the vault cannot be written: it, its folder or the disk is read-only or belongs to another user. Nothing was changed.',
      })
    } finally {
      unmountDisk(disk)
    }
  })
})
