import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { FakeClock } from '../support/test-host.ts'
import { runCommand, type CommandRun, type TypedCommand } from './support/recording-terminal.ts'

const WRONG = 'quiet harbour lantern eight'
const files = mkdtempSync(join(tmpdir(), 'coffer-cli-'))
const clock = new FakeClock()
let test: TestCore
let recoveryCode: string
const coffer = (words: readonly string[], more?: TypedCommand): Promise<CommandRun> => runCommand([...words, '--vault', test.folder], more)
const said = (exitCode: number, stderr: string, stdout = ''): CommandRun => ({ exitCode, stdout, stderr })
const UNLOCKED = said(0, 'The vault is unlocked.\n')

function passphraseFile(text: string): string {
  const file = join(files, 'passphrase')
  writeFileSync(file, text)
  return file
}

beforeAll(async () => {
  test = await startTestCore({ overrides: { clock } })
  const created = await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  recoveryCode = created.RecoveryCode
})
afterAll(async () => {
  await test.close()
  rmSync(files, { recursive: true, force: true })
})

describe('coffer seal, unlock and status', () => {
  beforeEach(async () => {
    await test.call('workbench:Seal', {})
  })

  it('seals, says so, and unlocks by what is given', async () => {
    expect(await coffer(['unlock', '--passphrase-file', passphraseFile(`${TEST_PASSPHRASE}\r\n`)])).toEqual(UNLOCKED)
    expect(await coffer(['unlock'])).toEqual(said(0, 'The vault is unlocked already.\n'))
    expect(await coffer(['seal'])).toEqual(said(0, 'The vault is sealed.\n'))
    expect(await coffer(['seal'])).toEqual(said(0, 'The vault is sealed.\n'))
    expect(await coffer(['get', 'any'])).toEqual(said(1, 'coffer: VaultLocked: The vault is sealed. Unlock it in Coffer and try again.\n'))
    expect(await coffer(['unlock'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).toEqual(UNLOCKED)
  })

  it('asks at a terminal, for the passphrase or the recovery code', async () => {
    expect(await coffer(['unlock'], { input: null, typed: TEST_PASSPHRASE })).toEqual(said(0, 'Passphrase (not shown): \nThe vault is unlocked.\n'))
    await test.call('workbench:Seal', {})
    expect(await coffer(['unlock', '--recovery'], { input: null, typed: recoveryCode })).toEqual(said(0, 'Recovery code (not shown): \nThe vault is unlocked.\n'))
    await test.call('workbench:Seal', {})
    expect(await coffer(['unlock'], { input: null, typed: '' })).toEqual(said(2, 'Passphrase (not shown): \ncoffer: Nothing was typed. The vault stays sealed.\nTry: coffer help\n'))
    expect(await coffer(['unlock'])).toEqual(said(2, 'coffer: There is no terminal to ask at. Give the passphrase by COFFER_PASSPHRASE or --passphrase-file.\nTry: coffer help\n'))
  })

  it('tells a vault without a keychain slot how else it opens', async () => {
    expect(await coffer(['unlock', '--keychain'])).toEqual(
      said(1, 'coffer: SlotMissing: This vault cannot be opened by the keychain: it was made without. Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file; without one the keychain is asked.\n'),
    )
  })

  it('makes guessing wait, and status says how long', async () => {
    const wrong = { environment: { COFFER_PASSPHRASE: WRONG } }
    for (let miss = 0; miss < 3; miss++) expect(await coffer(['unlock'], wrong)).toEqual(said(1, 'coffer: WrongPassphrase: This passphrase does not open the vault. Nothing was changed.\n'))
    const tooEarly = said(1, 'coffer: UnlockThrottled: Too many attempts. The next one is taken in 1 seconds; the data is untouched.\n')
    expect(await coffer(['unlock'], wrong)).toEqual(tooEarly)
    expect(await coffer(['unlock'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).toEqual(tooEarly)
    expect((await coffer(['status'])).stdout).toContain('Wait      the next attempt to unlock is taken in 1 seconds\n')
    clock.advance(1000)
    expect(await coffer(['unlock'], wrong)).toEqual(said(1, 'coffer: WrongPassphrase: This passphrase does not open the vault. Nothing was changed.\n'))
    expect((await coffer(['status'])).stdout).toContain('taken in 2 seconds\n')
    clock.advance(2000)
    expect(await coffer(['unlock'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).toEqual(UNLOCKED)
    await test.call('workbench:Seal', {})
    expect(await coffer(['unlock'], wrong)).toEqual(said(1, 'coffer: WrongPassphrase: This passphrase does not open the vault. Nothing was changed.\n'))
  })

  it('says what state things are in, in words and in JSON', async () => {
    const words = (state: string): string =>
      `Coffer    0.0.0-test is running\nVault     ${state}, in ${test.folder}\nRegion    eu-central-1\nAccount   123456789012\nOpens by  recovery code, passphrase\nEndpoint  off\n`
    expect(await coffer(['status'])).toEqual(said(0, '', words('sealed')))
    await coffer(['unlock'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
    expect(await coffer(['status'])).toEqual(said(0, '', words('unsealed')))
    expect(JSON.parse((await coffer(['status', '--json'])).stdout)).toEqual(await test.call('workbench:GetStatus', {}))
  })
})

describe('coffer unlock by the keychain', () => {
  it('comes first where there is one, and asks when it does not answer', async () => {
    const both = await startTestCore()
    const unlock = (more?: TypedCommand): Promise<CommandRun> => runCommand(['unlock', '--vault', both.folder], more)
    await both.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    await both.call('workbench:AddKeychainSlot', {})
    await both.call('workbench:Seal', {})
    expect(await unlock()).toEqual(UNLOCKED)
    await both.call('workbench:Seal', {})
    both.keychain.unavailableReason = 'no D-Bus'
    const shut = 'KeychainUnavailable: Memory keychain cannot be used: no D-Bus. Nothing was changed in it. Unlock it and try again, or use a passphrase or the recovery code.'
    expect(await unlock()).toEqual(said(1, `coffer: ${shut} Here a passphrase is given by COFFER_PASSPHRASE or --passphrase-file.\n`))
    expect(await unlock({ input: null, typed: TEST_PASSPHRASE })).toEqual(said(0, `coffer: ${shut.replace('KeychainUnavailable: ', '')}\nPassphrase (not shown): \nThe vault is unlocked.\n`))
    await both.close()
  })
})

describe('coffer unlock where keychain and passphrase are needed together', () => {
  it('takes the passphrase and reads the keychain along; without it says that the recovery code opens the vault', async () => {
    const both = await startTestCore()
    const unlock = (more?: TypedCommand, ...words: string[]): Promise<CommandRun> => runCommand(['unlock', '--vault', both.folder, ...words], more)
    const { RecoveryCode } = await both.call('workbench:CreateVault', { Protection: 'keychain-plus-passphrase', Passphrase: TEST_PASSPHRASE })
    expect((await runCommand(['status', '--vault', both.folder])).stdout).toContain('Opens by  recovery code, keychain and passphrase together\n')
    await both.call('workbench:Seal', {})
    expect(await unlock({ environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).toEqual(UNLOCKED)
    await both.call('workbench:Seal', {})
    expect(await unlock({ input: null, typed: TEST_PASSPHRASE })).toEqual(said(0, 'Passphrase (not shown): \nThe vault is unlocked.\n'))
    await both.call('workbench:Seal', {})
    both.keychain.unavailableReason = 'no D-Bus'
    const shut = 'KeychainUnavailable: Memory keychain cannot be used: no D-Bus. Nothing was changed in it. Unlock it and try again, or use the recovery code, which opens the vault alone.'
    expect(await unlock({ environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })).toEqual(said(1, `coffer: ${shut}\n`))
    expect(await unlock({ input: null, typed: RecoveryCode }, '--recovery')).toEqual(said(0, 'Recovery code (not shown): \nThe vault is unlocked.\n'))
    await both.close()
  })
})

describe('coffer doctor', () => {
  const findings = async (): Promise<readonly string[]> => {
    const { Findings } = JSON.parse((await coffer(['doctor', '--json'])).stdout) as { Findings: { level: string; subject: string; text: string }[] }
    return Findings.map(({ level, subject }) => `${level} ${subject}`)
  }

  it('finds nothing wrong, and says so a line each', async () => {
    await coffer(['unlock'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
    const { exitCode, stdout, stderr } = await coffer(['doctor'])
    const counted = stdout.replace(/\d+ MiB free/, 'N MiB free').replace(/\d+ records/, 'N records')
    expect({ exitCode, stderr, counted }).toEqual({
      exitCode: 0,
      stderr: '',
      counted: [
        `ok       Vault folder: ${test.folder} can be entered by you alone.`,
        'ok       Vault: There is a vault.',
        'ok       Disk: N MiB free.',
        'ok       Coffer: Version 0.0.0-test is running; the vault is unsealed.',
        'ok       Keychain: Memory keychain answers.',
        'ok       Endpoint: Off.',
        'ok       Activity record: N records, none missing or changed.',
        '',
      ].join('\n'),
    })
  })

  it('warns of what makes things harder, and still ends well', async () => {
    expect(await runCommand(['doctor', '--vault', join(files, 'none')])).toEqual(
      said(
        0,
        '',
        [
          `warning  Vault folder: ${join(files, 'none')} does not exist yet. Coffer makes it with the first vault.`,
          'warning  Coffer: No Coffer is running for this vault. Open the app, or start `coffer serve` with the same --vault.',
          '',
        ].join('\n'),
      ),
    )
    // A sealed vault asks the keychain anew, ten seconds after the last time.
    await coffer(['seal'])
    clock.advance(10_000)
    test.keychain.unavailableReason = 'no D-Bus'
    expect(await findings()).toEqual(['ok Vault folder', 'ok Vault', 'ok Disk', 'ok Coffer', 'warning Keychain', 'ok Endpoint'])
    test.keychain.unavailableReason = null
  })

  it('names a problem with what to do, and ends with 1', async ({ skip }) => {
    skip(process.platform === 'win32', 'needs file modes')
    chmodSync(test.folder, 0o755)
    const { exitCode, stdout } = await coffer(['doctor'])
    expect({ exitCode, first: stdout.split('\n')[0] }).toEqual({ exitCode: 1, first: `problem  Vault folder: ${test.folder} can be entered by other users. Run: chmod 700 "${test.folder}"` })
    chmodSync(test.folder, 0o700)
    const access = join(test.folder, 'run', 'command-line.json')
    chmodSync(access, 0o644)
    expect((await coffer(['doctor'])).stdout).toContain(`problem  Coffer: The file ${access} is open to other users, so Coffer does not read it. Remove it and start Coffer again.\n`)
    chmodSync(access, 0o600)
  })

  it('names an endpoint that could not start', async () => {
    const other = await startTestCore()
    const { Port } = await other.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
    await test.call('workbench:SetEndpoint', { Enabled: true, Port })
    const { exitCode, stdout } = await coffer(['doctor'])
    expect({ exitCode, line: stdout.split('\n').find((line) => line.includes('Endpoint')) }).toEqual({
      exitCode: 1,
      line: `problem  Endpoint: Port ${Port} on 127.0.0.1 is taken by another program, so the local AWS endpoint is off. End that program or choose another port; Coffer does not move by itself, since clients would then trust whoever holds the old one.`,
    })
    await other.close()
  })
})
