import { createHash } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { KEY_BYTES, openBytes, SealBrokenError, sealBytes } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { deriveKey } from '../crypto/hkdf.ts'
import { freshRandomBytes } from '../crypto/random-bytes.ts'
import type { Host } from '../host.ts'
import { ByteReader, ByteWriter } from './canonical-bytes.ts'
import { newSlotSalt } from './key-slot.ts'
import { calibrateCosts, passphraseSecret } from './passphrase.ts'
import type { KdfCosts } from './vault-header.ts'

const MAGIC = 'COFFER-BACKUP'
const FORMAT = 1
const CHECKSUM_BYTES = 32
const LABEL = 'sv1/backup-chunk'
export const BACKUP_CHUNK_BYTES = 1024 * 1024
/** No backup head is longer; more than this is read of no file before it is known to be one. */
export const MAX_BACKUP_HEAD_BYTES = 1024

/** Seals and opens the chunks of one back-up; the key lives as long as the object. */
export class BackupSeal {
  readonly #key: Uint8Array
  readonly #backupId: string

  constructor(backupId: string, key: Uint8Array) {
    this.#backupId = backupId
    this.#key = key
  }

  seal(index: number, isLast: boolean, chunk: Uint8Array): Buffer {
    return sealDerived(this.#key, LABEL, this.#context(index, isLast), chunk)
  }

  /** @throws {ServiceError} BackupDamaged */
  open(index: number, isLast: boolean, sealed: Uint8Array): Buffer {
    try {
      return openDerived(this.#key, LABEL, this.#context(index, isLast), sealed)
    } catch (thrown) {
      if (thrown instanceof SealBrokenError) throw damagedBackup('a part does not open')
      throw thrown
    }
  }

  erase(): void {
    this.#key.fill(0)
  }

  #context(index: number, isLast: boolean): Buffer {
    return encodeEncryptionContext('backup', { backupId: this.#backupId, index: String(index), last: String(isLast), fmt: String(FORMAT) })
  }
}

/** A new back-up's first bytes, and the seal for the rest, whose key the passphrase opens. */
export async function newBackupHead(passphrase: Sensitive<string>, host: Pick<Host, 'argon2id' | 'clock' | 'random'>): Promise<{ readonly head: Buffer; readonly seal: BackupSeal }> {
  const backupId = host.random.uuid()
  const salt = newSlotSalt()
  const costs = await calibrateCosts(host)
  const key = freshRandomBytes(KEY_BYTES)
  const wrappingKey = await backupWrappingKey(passphrase, salt, costs, host)
  const fields = new ByteWriter().text(MAGIC).u32(FORMAT).text(backupId).u32(costs.memoryKiB).u32(costs.passes).u32(costs.parallelism).bytes(salt).finish()
  const body = Buffer.concat([fields, new ByteWriter().bytes(sealBytes(wrappingKey, fields, key)).finish()])
  wrappingKey.fill(0)
  const length = Buffer.alloc(2)
  length.writeUInt16BE(body.length)
  return { head: Buffer.concat([length, body, createHash('sha256').update(body).digest()]), seal: new BackupSeal(backupId, key) }
}

/**
 * Reads a back-up's first bytes and opens its key.
 * @throws {ServiceError} NotABackup, BackupFormatNewer, BackupDamaged, WrongPassphrase
 */
export async function openBackupHead(start: Buffer, passphrase: Sensitive<string>, host: Pick<Host, 'argon2id'>): Promise<{ readonly headBytes: number; readonly seal: BackupSeal }> {
  if (start.length < 2 + 2 + MAGIC.length || start.toString('latin1', 4, 4 + MAGIC.length) !== MAGIC) throw new ServiceError('NotABackup', 'This file is not a back-up of Coffer. Nothing was changed.')
  const bodyEnd = 2 + start.readUInt16BE(0)
  const headBytes = bodyEnd + CHECKSUM_BYTES
  const body = start.subarray(2, bodyEnd)
  if (headBytes > start.length || !createHash('sha256').update(body).digest().equals(start.subarray(bodyEnd, headBytes))) throw damagedBackup('its first bytes are changed or missing')
  const { backupId, costs, salt, sealedKey, fields } = decodeHead(body)
  const wrappingKey = await backupWrappingKey(passphrase, salt, costs, host)
  try {
    return { headBytes, seal: new BackupSeal(backupId, openBytes(wrappingKey, fields, sealedKey)) }
  } catch (thrown) {
    if (thrown instanceof SealBrokenError) throw new ServiceError('WrongPassphrase', 'This passphrase does not open the back-up. Nothing was changed.')
    throw thrown
  } finally {
    wrappingKey.fill(0)
  }
}

export function damagedBackup(reason: string): ServiceError {
  return new ServiceError('BackupDamaged', `This back-up is damaged: ${reason}. Nothing was restored and nothing was changed; try another copy of it.`, { details: { reason } })
}

function decodeHead(body: Buffer): { backupId: string; costs: KdfCosts; salt: Uint8Array; sealedKey: Uint8Array; fields: Buffer } {
  try {
    const reader = new ByteReader(body)
    reader.text()
    if (reader.u32() > FORMAT) throw new ServiceError('BackupFormatNewer', 'This back-up was made by a newer version of Coffer. Nothing was changed; update Coffer to restore it.')
    const [backupId, memoryKiB, passes, parallelism, salt, sealedKey] = [reader.text(), reader.u32(), reader.u32(), reader.u32(), reader.bytes(), reader.bytes()]
    reader.requireEnd()
    return { backupId, costs: { memoryKiB, passes, parallelism }, salt, sealedKey, fields: body.subarray(0, body.length - 2 - sealedKey.length) }
  } catch (thrown) {
    throw thrown instanceof RangeError || thrown instanceof TypeError ? damagedBackup('its first bytes make no sense') : thrown
  }
}

async function backupWrappingKey(passphrase: Sensitive<string>, salt: Uint8Array, costs: KdfCosts, host: Pick<Host, 'argon2id'>): Promise<Buffer> {
  const secret = await passphraseSecret(passphrase, salt, costs, host)
  const key = deriveKey(secret, salt, 'sv1/backup')
  secret.fill(0)
  return key
}
