import { timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import { hmacSha256 } from '../crypto/hkdf.ts'
import type { RootKey } from '../seal/root-key.ts'
import { ByteReader, ByteWriter } from './canonical-bytes.ts'

/** What opens a slot. `keychain-plus-passphrase` needs both secrets; each of the others is enough alone. */
export type SlotType = 'keychain' | 'passphrase' | 'recovery' | 'keychain-plus-passphrase'
/** A way to open the vault that a later version added: kept as it is, and passed over. */
type LaterSlotType = string & { readonly isLater: true }
const FIRST_SLOT_TYPES: readonly string[] = ['keychain', 'passphrase', 'recovery'] satisfies SlotType[]
const SLOT_TYPES: readonly string[] = [...FIRST_SLOT_TYPES, 'keychain-plus-passphrase' satisfies SlotType]
const MAGIC = 'COFFER-VAULT'
/** Format 2 is format 1 with other slot types than the first three, which a reader of format 1 would call damage. */
const HEADER_FORMAT = 2
const MAC_BYTES = 32
const MAX_SLOTS = 16

/** What Argon2id costs for a passphrase slot; the salt is the passphrase's own. */
export interface KdfCosts {
  readonly memoryKiB: number
  readonly passes: number
  readonly parallelism: number
}

/** One way to the root key: a copy of it, sealed under a secret that the keychain, a person or a printed kit holds. */
export interface KeySlot {
  readonly slotId: string
  readonly type: SlotType | LaterSlotType
  readonly createdAtMs: number
  readonly salt: Uint8Array
  readonly kdf: KdfCosts | null
  /** For people: the service that holds a keychain slot's secret. */
  readonly backend: string
  /** For a recovery kit: whether two of its groups were typed back. */
  readonly isConfirmed: boolean
  /** For a recovery kit: keyed checks of every group. For `keychain-plus-passphrase`: one check of the keychain's secret. */
  readonly groupChecks: readonly Uint8Array[]
  readonly sealedRootKey: Uint8Array
}

/** What a vault is, readable without a key. Every region store carries a copy; the highest revision counts. */
export interface VaultHeader {
  readonly vaultId: string
  readonly rootKeyId: string
  readonly homeRegion: string
  readonly createdAtMs: number
  readonly revision: number
  readonly slots: readonly KeySlot[]
}

/** The header's canonical bytes with their MAC under the root key. */
export function encodeHeader(header: VaultHeader, rootKey: RootKey): Uint8Array {
  const body = encodeBody(header)
  return Buffer.concat([body, hmacSha256(rootKey.subkey('hdr'), body)])
}

/**
 * Reads a header without trusting it: nothing of it is proven before `verifyHeader`.
 * @throws {ServiceError} VaultDamaged, VaultFormatNewer
 */
export function decodeHeader(bytes: Uint8Array): VaultHeader {
  try {
    const header = decodeBody(bytes.subarray(0, Math.max(0, bytes.length - MAC_BYTES)))
    if (!Buffer.from(encodeBody(header)).equals(bytes.subarray(0, bytes.length - MAC_BYTES))) throw new RangeError('not canonical')
    return header
  } catch (thrown) {
    if (thrown instanceof ServiceError) throw thrown
    throw damagedHeader()
  }
}

/**
 * Proves that a header is the one that was written with this root key.
 * @throws {ServiceError} VaultDamaged
 */
export function verifyHeader(bytes: Uint8Array, rootKey: RootKey): void {
  const body = bytes.subarray(0, bytes.length - MAC_BYTES)
  const isTrue = bytes.length > MAC_BYTES && timingSafeEqual(hmacSha256(rootKey.subkey('hdr'), body), bytes.subarray(-MAC_BYTES))
  if (!isTrue) throw damagedHeader()
}

function damagedHeader(): ServiceError {
  return new ServiceError('VaultDamaged', 'The header of this vault was damaged or changed by another program. It was not changed by Coffer; restore a back-up.', { details: { what: 'header' } })
}

function formatOf(header: VaultHeader): number {
  return header.slots.every((slot) => FIRST_SLOT_TYPES.includes(slot.type)) ? 1 : HEADER_FORMAT
}

/** Whether this version knows what opens the slot. */
export function isKnownSlot(slot: KeySlot): slot is KeySlot & { readonly type: SlotType } {
  return SLOT_TYPES.includes(slot.type)
}

function encodeBody(header: VaultHeader): Uint8Array {
  const writer = new ByteWriter()
  writer.text(MAGIC).u32(formatOf(header)).text(header.vaultId).text(header.rootKeyId).text(header.homeRegion).u64(header.createdAtMs).u32(header.revision).u32(header.slots.length)
  for (const slot of header.slots) {
    writer.text(slot.slotId).text(slot.type).u64(slot.createdAtMs).bytes(slot.salt)
    writer.u32(slot.kdf?.memoryKiB ?? 0).u32(slot.kdf?.passes ?? 0).u32(slot.kdf?.parallelism ?? 0)
    writer.text(slot.backend).u32(slot.isConfirmed ? 1 : 0).u32(slot.groupChecks.length)
    for (const check of slot.groupChecks) writer.bytes(check)
    writer.bytes(slot.sealedRootKey)
  }
  return writer.finish()
}

function decodeBody(body: Uint8Array): VaultHeader {
  const reader = new ByteReader(body)
  if (reader.text() !== MAGIC) throw new RangeError('magic')
  if (reader.u32() > HEADER_FORMAT) throw new ServiceError('VaultFormatNewer', 'This vault was last used by a newer version of Coffer. It was not changed; update Coffer to open it.')
  const [vaultId, rootKeyId, homeRegion, createdAtMs, revision, slotCount] = [reader.text(), reader.text(), reader.text(), reader.u64(), reader.u32(), reader.u32()]
  if (slotCount > MAX_SLOTS) throw new RangeError('slots')
  const slots = Array.from({ length: slotCount }, () => decodeSlot(reader))
  reader.requireEnd()
  return { vaultId, rootKeyId, homeRegion, createdAtMs, revision, slots }
}

function decodeSlot(reader: ByteReader): KeySlot {
  const [slotId, typeText, createdAtMs, salt] = [reader.text(), reader.text(), reader.u64(), reader.bytes()]
  if (!/^[a-z][a-z-]{0,63}$/.test(typeText)) throw new RangeError('slot type')
  const type = typeText as KeySlot['type']
  const [memoryKiB, passes, parallelism] = [reader.u32(), reader.u32(), reader.u32()]
  const kdf = memoryKiB === 0 && passes === 0 && parallelism === 0 ? null : { memoryKiB, passes, parallelism }
  const [backend, isConfirmed, checkCount] = [reader.text(), reader.u32() === 1, reader.u32()]
  if (checkCount > 32) throw new RangeError('checks')
  const groupChecks = Array.from({ length: checkCount }, () => reader.bytes())
  return { slotId, type, createdAtMs, salt, kdf, backend, isConfirmed, groupChecks, sealedRootKey: reader.bytes() }
}
