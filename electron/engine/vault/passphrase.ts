import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import { newSlotSalt } from './key-slot.ts'
import type { KdfCosts } from './vault-header.ts'

export const MIN_PASSPHRASE_CHARACTERS = 12
export const MIN_PASSPHRASE_SCORE = 3
const KIB_PER_GIB = 1024 * 1024
/** RFC 9106, second recommended option. */
const FLOOR: KdfCosts = { memoryKiB: 64 * 1024, passes: 3, parallelism: 4 }
const CEILING: KdfCosts = { memoryKiB: KIB_PER_GIB, passes: 10, parallelism: 16 }
const TARGET_MS = 1000
/** A faster answer than this is not Argon2id at the floor but a stand-in, or a clock that stands still. */
const PLAUSIBLE_MS = 5

/**
 * @throws {ServiceError} WeakPassphrase: shorter than 12 characters, or guessed too easily
 */
export async function requireStrongPassphrase(passphrase: Sensitive<string>, host: Pick<Host, 'passphraseStrength'>): Promise<void> {
  const text = passphrase.reveal().normalize('NFKC')
  if (Array.from(text).length < MIN_PASSPHRASE_CHARACTERS) {
    throw new ServiceError('WeakPassphrase', `A passphrase has at least ${String(MIN_PASSPHRASE_CHARACTERS)} characters. Several words that do not belong together are easy to remember.`)
  }
  const { score, warning } = await host.passphraseStrength(text)
  if (score < MIN_PASSPHRASE_SCORE) throw new ServiceError('WeakPassphrase', `This passphrase can be guessed too easily. ${warning ?? 'Add words that do not belong together.'}`)
}

/**
 * The secret of a passphrase slot: Argon2id over the passphrase's NFKC form. Costs are checked before they are run, so that
 * a changed file can neither cheapen the guessing nor eat the memory.
 * @throws {ServiceError} VaultDamaged: the costs are outside what Coffer ever writes
 */
export async function passphraseSecret(passphrase: Sensitive<string>, salt: Uint8Array, costs: KdfCosts, host: Pick<Host, 'argon2id'>): Promise<Uint8Array> {
  requireSaneCosts(costs)
  const text = passphrase.reveal().normalize('NFKC')
  if (!text.isWellFormed()) throw new ServiceError('WeakPassphrase', 'The passphrase holds characters that are not valid Unicode.')
  const bytes = Buffer.from(text, 'utf8')
  try {
    return await host.argon2id({ passphrase: bytes, salt, ...costs })
  } finally {
    bytes.fill(0)
  }
}

/**
 * Costs that take about a second on this machine: never below the floor of RFC 9106, never above 1 GiB, and never below
 * `atLeast`, what the vault had before.
 */
export async function calibrateCosts(host: Pick<Host, 'argon2id' | 'clock'>, atLeast: KdfCosts | null = null): Promise<KdfCosts> {
  const startedMs = host.clock.monotonicMs()
  await host.argon2id({ passphrase: new Uint8Array(16), salt: newSlotSalt(), ...FLOOR })
  const floorMs = host.clock.monotonicMs() - startedMs
  const factor = floorMs < PLAUSIBLE_MS ? 1 : Math.max(1, TARGET_MS / floorMs)
  const memoryKiB = Math.min(CEILING.memoryKiB, FLOOR.memoryKiB * 2 ** Math.floor(Math.log2(factor)))
  const passes = Math.min(CEILING.passes, Math.max(FLOOR.passes, Math.floor((FLOOR.passes * factor * FLOOR.memoryKiB) / memoryKiB)))
  return {
    memoryKiB: Math.max(memoryKiB, atLeast?.memoryKiB ?? 0),
    passes: Math.max(passes, atLeast?.passes ?? 0),
    parallelism: Math.max(FLOOR.parallelism, atLeast?.parallelism ?? 0),
  }
}

function requireSaneCosts(costs: KdfCosts): void {
  const names = ['memoryKiB', 'passes'] as const
  const isSane = names.every((name) => costs[name] >= FLOOR[name] && costs[name] <= CEILING[name]) && costs.parallelism >= 1 && costs.parallelism <= CEILING.parallelism
  if (!isSane) throw new ServiceError('VaultDamaged', 'The header of this vault asks for passphrase costs that Coffer never writes: it was damaged or changed. Nothing was changed; restore a back-up.', { details: { what: 'header' } })
}
