import { timingSafeEqual } from 'node:crypto'
import { deriveKey, hmacSha256 } from '../crypto/hkdf.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { holdsKeychainItem, keychainAccount } from './keychain-secret.ts'
import type { VaultHeader } from './vault-header.ts'

const FORMAT = 'coffer-epoch-1'
/** So long unlocking and sealing wait for a keychain; what it says later comes too late, and warns of less. */
export const MARK_WAIT_MS = 2000
/** The newest epoch of each region, by its name. */
export type Epochs = ReadonlyMap<string, bigint>
type MarkHost = Pick<Host, 'keychain' | 'clock' | 'log'>

/** The name of the item, which is no slot's: slots are named by a UUID. */
export function markAccount(vaultId: string): string {
  return keychainAccount(vaultId, 'epoch')
}

/** Whether this vault is one that a keychain opens, alone or with a passphrase: only then is there a mark in it. */
export function keepsKeychainMark(header: VaultHeader): boolean {
  return header.slots.some(holdsKeychainItem)
}

/**
 * How far the vault had come when its mark was last left in this computer's keychain. None where the keychain has none, does
 * not answer in time, or has something that was not written with this root key. Never throws.
 */
export async function readKeychainMark(vaultId: string, rootKey: RootKey, host: MarkHost): Promise<Epochs> {
  const answer = await inTime(host.keychain.get(markAccount(vaultId)), host)
  if (answer === null || answer.status === 'unavailable') host.log.info('The mark in the keychain could not be read', {})
  return answer?.status === 'found' ? decodeMark(answer.value, vaultId, rootKey) : new Map()
}

/**
 * Leaves the mark where the keychain gives out one of the vault's secrets: so it is open, and this computer's. Never throws,
 * and waits no longer than `MARK_WAIT_MS`; true when the mark is there.
 */
export async function writeKeychainMark(header: VaultHeader, epochs: Epochs, rootKey: RootKey, host: MarkHost): Promise<boolean> {
  const mark = encodeMark(header.vaultId, epochs, rootKey)
  const accounts = header.slots.filter(holdsKeychainItem).map(({ slotId }) => keychainAccount(header.vaultId, slotId))
  const write = async (): Promise<boolean> => {
    for (const account of accounts.toReversed()) {
      if ((await host.keychain.get(account)).status !== 'found') continue
      await host.keychain.set(markAccount(header.vaultId), mark)
      return true
    }
    return false
  }
  const isThere = (await inTime(write(), host)) === true
  if (!isThere) host.log.info('The mark in the keychain could not be written', {})
  return isThere
}

/** Makes a mark that is there follow the vault that a person put back on purpose. Never throws. */
export async function resetKeychainMark(vaultId: string, epochs: Epochs, rootKey: RootKey, host: MarkHost): Promise<void> {
  const before = await inTime(host.keychain.get(markAccount(vaultId)), host)
  if (before?.status !== 'found') return
  const mark = encodeMark(vaultId, epochs, rootKey)
  await inTime(host.keychain.set(markAccount(vaultId), mark), host)
}

function encodeMark(vaultId: string, epochs: Epochs, rootKey: RootKey): string {
  const body = Buffer.from(JSON.stringify([...epochs].map(([region, epoch]) => [region, String(epoch)])))
  return `${FORMAT}.${body.toString('base64')}.${macOf(vaultId, body, rootKey).toString('base64')}`
}

function decodeMark(text: string, vaultId: string, rootKey: RootKey): Epochs {
  const [format, bodyText = '', macText = '', ...more] = text.split('.')
  const body = Buffer.from(bodyText, 'base64')
  const mac = Buffer.from(macText, 'base64')
  const expected = macOf(vaultId, body, rootKey)
  if (format !== FORMAT || more.length > 0 || mac.length !== expected.length || !timingSafeEqual(mac, expected)) return new Map()
  // Its MAC is right, so it is what was written above.
  return new Map((JSON.parse(body.toString()) as [string, string][]).map(([region, epoch]) => [region, BigInt(epoch)]))
}

function macOf(vaultId: string, body: Uint8Array, rootKey: RootKey): Buffer {
  const key = deriveKey(rootKey.subkey('state'), new Uint8Array(0), 'sv1/state/keychain-mark')
  try {
    return hmacSha256(key, `${FORMAT}\0${vaultId}\0`, body)
  } finally {
    key.fill(0)
  }
}

/** What is answered within the wait; null when nothing is, or it fails. */
async function inTime<T>(answer: Promise<T>, host: MarkHost): Promise<T | null> {
  let cancel: () => void = () => undefined
  const late = new Promise<null>((resolve) => {
    cancel = host.clock.at(host.clock.nowMs() + MARK_WAIT_MS, () => resolve(null))
  })
  try {
    return await Promise.race([answer.catch(() => null), late])
  } finally {
    cancel()
  }
}
