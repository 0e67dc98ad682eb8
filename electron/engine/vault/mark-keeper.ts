import type { Host } from '../host.ts'
import { headerOf, type HeaderOwner } from './change-slots.ts'
import { keepsKeychainMark, writeKeychainMark, type Epochs } from './keychain-mark.ts'

/** How often the mark follows the vault: a keychain is no place for every commit. */
const EVERY_MS = 600_000

/**
 * Keeps the mark of an open vault in this computer's keychain: every ten minutes when something was written, and at sealing.
 * It is what tells an older copy of the whole folder, whose own mark is as old.
 */
export class MarkKeeper {
  readonly #owner: () => HeaderOwner
  readonly #host: Pick<Host, 'keychain' | 'clock' | 'log'>
  #left = ''
  #cancel: () => void = () => undefined

  /** `owner` is asked each time, since regions come and go. */
  constructor(owner: () => HeaderOwner, host: Pick<Host, 'keychain' | 'clock' | 'log'>) {
    this.#owner = owner
    this.#host = host
    this.#plan()
  }

  /** Leaves the mark if the vault has gone on since the last one. Never throws. */
  async leave(): Promise<void> {
    const owner = this.#owner()
    const header = headerOf(owner)
    if (!keepsKeychainMark(header)) return
    const epochs: Epochs = new Map([...owner.stores].map(([region, store]) => [region, store.epoch]))
    const text = [...epochs].join()
    if (text === this.#left) return
    if (await writeKeychainMark(header, epochs, owner.rootKey, this.#host)) this.#left = text
  }

  close(): void {
    this.#cancel()
  }

  #plan(): void {
    this.#cancel = this.#host.clock.at(this.#host.clock.nowMs() + EVERY_MS, () => {
      this.#plan()
      this.leave().catch(() => this.#host.log.warn('The mark in the keychain could not be made', {}))
    })
  }
}
