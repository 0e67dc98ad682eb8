import type { EncryptionContext } from './ciphertext-blob.ts'

/** A grant as it is stored. `id` is the grant id. */
export interface GrantRecord {
  readonly id: string
  readonly keyId: string
  /** ARNs. */
  readonly granteePrincipal: string
  readonly retiringPrincipal?: string
  readonly operations: readonly string[]
  readonly constraints?: {
    readonly encryptionContextSubset?: EncryptionContext
    readonly encryptionContextEquals?: EncryptionContext
  }
  readonly name?: string
  /** The account of the caller who made it. */
  readonly issuingAccountId: string
  readonly createdAtMs: number
}
