import { invariant } from '../../../shared/assert.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { BackingKey } from './key-record.ts'

export const MATERIAL_BYTES = 32
const LABEL = 'sv1/backing-key'

/** Which generation of which key the material is: bound to the seal. */
export interface MaterialOwner {
  readonly vaultId: string
  readonly keyArn: string
  readonly backingKeyId: string
}

/** Material of a KMS key under the root key's `wrap` subkey, as base64. */
export function wrapMaterial(rootKey: RootKey, owner: MaterialOwner, material: Uint8Array): string {
  return Buffer.from(sealDerived(rootKey.subkey('wrap'), LABEL, contextOf(owner), material)).toString('base64')
}

/** The material itself: the caller fills it with zeros after use. @throws SealBrokenError */
export function unwrapMaterial(rootKey: RootKey, owner: MaterialOwner, { wrapped }: Pick<BackingKey, 'wrapped'>): Uint8Array {
  const material = openDerived(rootKey.subkey('wrap'), LABEL, contextOf(owner), Buffer.from(wrapped, 'base64'))
  invariant(material.length === MATERIAL_BYTES, 'key material has 32 bytes')
  return material
}

function contextOf({ vaultId, keyArn, backingKeyId }: MaterialOwner): Uint8Array {
  return encodeEncryptionContext('backing-key', { vaultId, keyArn, backingKeyId })
}
