/** Key material of one generation, wrapped under the vault's root key. Old generations stay for decryption. */
export interface BackingKey {
  readonly id: string
  readonly createdAtMs: number
  /** Base64 of the sealed 32 bytes. */
  readonly wrapped: string
  /** How it came to be; absent for a key's first material. */
  readonly rotatedBy?: 'AUTOMATIC' | 'ON_DEMAND'
}

/** The automatic rotation of a key while it is switched on. */
export interface KeyRotation {
  readonly periodInDays: number
  readonly nextAtMs: number
}

export interface KmsTag {
  readonly TagKey: string
  readonly TagValue: string
}

/** A KMS key as it is stored. `id` is the key id. */
export interface KeyRecord {
  readonly id: string
  readonly accountId: string
  readonly arn: string
  readonly description: string
  readonly createdAtMs: number
  readonly manager: 'AWS' | 'CUSTOMER'
  readonly state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport'
  readonly keyUsage: string
  readonly keySpec: string
  /** Absent for material that is made here; EXTERNAL material is imported. */
  readonly origin?: 'EXTERNAL'
  readonly deletionAtMs?: number | undefined
  readonly rotation?: KeyRotation | undefined
  readonly policy: string
  readonly tags: readonly KmsTag[]
  /** Newest last; the last one encrypts. Empty for keys that encrypt no data keys. */
  readonly backingKeys: readonly BackingKey[]
}

/** An alias. `id` is its ARN. */
export interface AliasRecord {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly targetKeyId: string
  readonly createdAtMs: number
  readonly lastUpdatedAtMs: number
}

export const DEFAULT_KEY_ALIAS = 'alias/aws/secretsmanager'

/** Whether a key can do envelope encryption. Asymmetric and HMAC keys cannot. */
export function isSymmetric(key: KeyRecord): boolean {
  return key.keySpec === 'SYMMETRIC_DEFAULT' && key.keyUsage === 'ENCRYPT_DECRYPT'
}
