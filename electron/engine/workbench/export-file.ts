import { Sensitive } from '../../../shared/sensitive.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { SealBrokenError } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import type { Host } from '../host.ts'
import { newSlotSalt } from '../vault/key-slot.ts'
import { calibrateCosts, passphraseSecret } from '../vault/passphrase.ts'
import type { KdfCosts } from '../vault/vault-header.ts'

const FORMAT = 'coffer-export-1'
const LABEL = 'sv1/export'

/**
 * An encrypted export: JSON with the costs and the salt of Argon2id, and the sealed secrets. The costs are additional data,
 * so that they cannot be changed, and are bounded before they are run.
 */
export async function sealExport(text: string, passphrase: Sensitive<string>, host: Host): Promise<string> {
  const salt = newSlotSalt()
  const costs = await calibrateCosts(host)
  const key = await passphraseSecret(passphrase, salt, costs, host)
  const plain = Buffer.from(text, 'utf8')
  try {
    const sealed = sealDerived(key, LABEL, exportContext(salt, costs), plain)
    return `${JSON.stringify({ format: FORMAT, argon2id: costs, salt: Buffer.from(salt).toString('base64'), sealed: sealed.toString('base64') }, null, 2)}\n`
  } finally {
    key.fill(0)
    plain.fill(0)
  }
}

/** Opens what `sealExport` made. @throws ServiceError ExportUnreadable, WrongPassphrase */
export async function unsealExport(file: string, passphrase: Sensitive<string>, host: Host): Promise<Sensitive<string>> {
  const { salt, costs, sealed } = parseExport(file)
  const key = await passphraseSecret(passphrase, salt, costs, host).catch((error: unknown) => {
    throw error instanceof ServiceError && error.code === 'VaultDamaged' ? unreadable() : error
  })
  try {
    const plain = openDerived(key, LABEL, exportContext(salt, costs), sealed)
    const text = plain.toString('utf8')
    plain.fill(0)
    return new Sensitive(text)
  } catch (error) {
    if (error instanceof SealBrokenError) {
      throw new ServiceError('WrongPassphrase', 'The passphrase does not open this export, or the file was changed. Nothing was imported.')
    }
    throw error
  } finally {
    key.fill(0)
  }
}

function exportContext(salt: Uint8Array, costs: KdfCosts): Uint8Array {
  return encodeEncryptionContext('export', {
    format: FORMAT,
    salt: Buffer.from(salt).toString('hex'),
    costs: `${costs.memoryKiB}/${costs.passes}/${costs.parallelism}`,
  })
}

function unreadable(): ServiceError {
  return new ServiceError('ExportUnreadable', 'This is not an encrypted export of Coffer, or it was cut short. Nothing was imported.')
}

function parseExport(file: string): { readonly salt: Uint8Array; readonly costs: KdfCosts; readonly sealed: Uint8Array } {
  let data: unknown
  try {
    data = JSON.parse(file)
  } catch {
    throw unreadable()
  }
  const { format, argon2id, salt, sealed } = (data ?? {}) as Record<string, unknown>
  if (typeof format === 'string' && format.startsWith('coffer-export-') && format !== FORMAT) {
    throw new ServiceError('ExportUnreadable', 'This export was made by a newer version of Coffer. Update Coffer to open it.')
  }
  const costs = argon2id as KdfCosts | undefined
  if (format !== FORMAT || typeof salt !== 'string' || typeof sealed !== 'string' || ![costs?.memoryKiB, costs?.passes, costs?.parallelism].every(Number.isInteger)) {
    throw unreadable()
  }
  return { salt: Buffer.from(salt, 'base64'), costs: costs as KdfCosts, sealed: Buffer.from(sealed, 'base64') }
}
