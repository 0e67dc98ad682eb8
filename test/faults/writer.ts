import { appendFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openAuditLog } from '../../electron/engine/audit/open-audit-log.ts'
import { makeRootKey } from '../../electron/engine/root-key/new-root-key.ts'
import { replaceRootKey } from '../../electron/engine/root-key/replace-root-key.ts'
import { RootKey } from '../../electron/engine/seal/root-key.ts'
import { changePassphrase } from '../../electron/engine/vault/change-slots.ts'
import { createVault } from '../../electron/engine/vault/create-vault.ts'
import { restoreVault } from '../../electron/engine/vault/restore-vault.ts'
import { unlockWithPassphrase } from '../../electron/engine/vault/unlock-vault.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { FakeHost, HOME, PASSPHRASE } from '../engine/vault/vault-host.ts'
import { openTestStore, runStep } from './store-model.ts'

// A program to be killed: does one scenario and says on fd 1 what it has been told is done.
// argv: scenario, data folder, argument of the scenario, number of steps.
const [scenario, dataDir, argument, stepText] = process.argv.slice(2) as [string, string, string, string]
const steps = Number(stepText)
/** Waits for the reader where the pipe is full: a line that is not said would be a step nobody knows of. */
const say = (text: string): void => {
  const line = Buffer.from(`${text}\n`)
  for (let at = 0; at < line.length;) {
    try {
      at += writeSync(1, line, at)
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EAGAIN') throw thrown
    }
  }
}
const codeOf = (thrown: unknown): string => (thrown as { readonly code?: string }).code ?? String(thrown)

const scenarios: Record<string, () => Promise<void> | void> = {
  store() {
    const store = openTestStore(dataDir, RootKey.fromBytes(Buffer.from(argument, 'hex')))
    say('ready')
    for (let step = 0; step < steps; step++) {
      try {
        runStep(store, step)
        say(`done ${String(step)}`)
      } catch (thrown) {
        say(`failed ${String(step)} ${codeOf(thrown)}`)
        return
      }
    }
  },
  unsynced() {
    say('ready')
    for (let step = 0; step < steps; step++) {
      appendFileSync(join(dataDir, 'lines'), `${String(step)}\n`)
      say(`done ${String(step)}`)
    }
  },
  async deliver() {
    // With the whole engine, which the other scenarios need not wait for.
    const { openTestVault } = await import('../support/test-vault.ts')
    const vault = await openTestVault({ folder: dataDir, rootKey: RootKey.fromBytes(Buffer.from(argument, 'hex')) })
    say('ready')
    vault.clock.advance(1)
    say('done 0')
  },
  async audit() {
    const log = await openAuditLog({ vaultId: 'vault-under-test', rootKey: RootKey.fromBytes(Buffer.from(argument, 'hex')), host: new FakeHost(dataDir), segmentBytes: 4000 })
    say('ready')
    const append = async (n: number): Promise<void> => {
      try {
        await log.append({ id: `r${String(n)}`, timeMs: n, door: 'cli', principalArn: 'p', accountId: 'a', operation: 'o', resources: [], region: HOME, requestId: 'r', outcome: 'allowed', durationMicros: 0 })
        say(`done ${String(n)}`)
      } catch (thrown) {
        say(`failed ${String(n)} ${codeOf(thrown)}`)
      }
    }
    for (let n = 0; n < steps; n += 3) await Promise.all([append(n), append(n + 1), append(n + 2)])
  },
  async create() {
    await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE, fill: (store) => store.table('pet').put({ id: 'a' }) }, new FakeHost(dataDir))
    say('done 0')
  },
  async passphrase() {
    const host = new FakeHost(dataDir)
    const rootKey = await unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), host)
    const { stores } = host.openStores(rootKey)
    await changePassphrase({ rootKey, homeRegion: HOME, stores }, { current: PASSPHRASE, next: new Sensitive(argument) }, host)
    say('done 0')
  },
  async 'root-key'() {
    const host = new FakeHost(dataDir)
    const rootKey = await unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), host)
    const owner = { rootKey, homeRegion: HOME, stores: host.openStores(rootKey).stores }
    const made = await makeRootKey(owner, { current: PASSPHRASE, next: new Sensitive(argument) }, host.throttle(), host)
    replaceRootKey(owner, made, 0, host)
    say('done 0')
  },
  async restore() {
    await restoreVault({ path: argument, passphrase: PASSPHRASE }, new FakeHost(dataDir))
    say('done 0')
  },
}

await scenarios[scenario]?.()
say('end')
