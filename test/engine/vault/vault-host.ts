import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Argon2idInput, Host, Keychain, KeychainRead } from '../../../electron/engine/host.ts'
import type { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { openStores, type OpenConsent, type OpenStores } from '../../../electron/engine/vault/open-stores.ts'
import { readVault, type SealedVault } from '../../../electron/engine/vault/read-vault.ts'
import { UnlockThrottle } from '../../../electron/engine/vault/unlock-throttle.ts'
import { Sensitive } from '../../../shared/sensitive.ts'

export const PASSPHRASE = new Sensitive('correct horse battery staple')
export const HOME = 'eu-central-1'

type VaultHost = Omit<Host, 'endpoint' | 'functions'>

/** A keychain in memory that can be locked, emptied or broken, and counts what was done to it. */
export class FakeKeychain implements Keychain {
  readonly items = new Map<string, string>()
  readonly changes: string[] = []
  state: 'works' | 'locked' | 'absent' = 'works'

  get(account: string): Promise<KeychainRead> {
    if (this.state === 'absent') return Promise.resolve({ status: 'unavailable', reason: 'Cannot autolaunch D-Bus without X11 $DISPLAY' })
    const value = this.state === 'locked' ? undefined : this.items.get(account)
    return Promise.resolve(value === undefined ? { status: 'missing' } : { status: 'found', value })
  }

  set(account: string, value: string): Promise<void> {
    if (this.state !== 'works') return Promise.reject(new Error('Cannot create an item in a locked collection'))
    this.changes.push(`set ${account}`)
    this.items.set(account, value)
    return Promise.resolve()
  }

  delete(account: string): Promise<void> {
    this.changes.push(`delete ${account}`)
    this.items.delete(account)
    return Promise.resolve()
  }

  describe(): string {
    return 'Test Keychain'
  }
}

/** A host whose Argon2id is a hash, so that tests are fast; costs are kept for looking at. */
export class FakeHost implements VaultHost {
  readonly dataDir: string
  readonly keychain = new FakeKeychain()
  readonly sqlite = {}
  readonly disks = { look: () => Promise.resolve(true) }
  readonly version = '0.0.0-test'
  readonly warnings: string[] = []
  readonly costs: Omit<Argon2idInput, 'passphrase' | 'salt'>[] = []
  nowMs = 1_800_000_000_000
  monotonicMs = 5000
  argonTakesMs = 0
  #uuids = 0

  readonly clock = { nowMs: () => this.nowMs, monotonicMs: () => this.monotonicMs, at: () => () => undefined }
  readonly random = { bytes: (length: number) => new Uint8Array(length).fill(7), uuid: () => `00000000-0000-4000-8000-${String((this.#uuids += 1)).padStart(12, '0')}` }
  readonly log = { debug: () => undefined, info: () => undefined, warn: (message: string) => this.warnings.push(message), error: (message: string) => this.warnings.push(message) }
  readonly passphraseStrength = (passphrase: string) => Promise.resolve({ score: passphrase.includes('password') ? (1 as const) : (4 as const), suggestions: [] })

  readonly argon2id = ({ passphrase, salt, ...costs }: Argon2idInput) => {
    this.costs.push(costs)
    this.monotonicMs += this.argonTakesMs
    return Promise.resolve(Uint8Array.from(createHash('sha256').update(JSON.stringify(costs)).update(salt).update(passphrase).digest()))
  }

  constructor(dataDir = mkdtempSync(join(tmpdir(), 'coffer-vault-'))) {
    this.dataDir = dataDir
  }

  throttle(): UnlockThrottle {
    return new UnlockThrottle(this)
  }

  sealed(): SealedVault {
    const sealed = readVault(this)
    if (sealed === null) throw new Error('there is no vault')
    return sealed
  }

  readonly #open: OpenStores[] = []

  openStores(rootKey: RootKey, consent: OpenConsent = {}): OpenStores {
    const opened = openStores(this.sealed(), rootKey, this, consent)
    this.#open.push(opened)
    return opened
  }

  closeStores(): void {
    for (const opened of this.#open.splice(0)) for (const store of opened.stores.values()) store.close()
  }

  remove(): void {
    this.closeStores()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}

/** The code of the ServiceError that is thrown, also later. */
export async function codeOf(run: () => unknown): Promise<string> {
  try {
    await run()
  } catch (thrown) {
    return (thrown as { readonly code?: string }).code ?? String(thrown)
  }
  return 'nothing was thrown'
}
