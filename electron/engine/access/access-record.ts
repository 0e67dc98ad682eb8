/** An account of the vault. `id` is its twelve digits. */
export interface AccountRecord {
  readonly id: string
  readonly name: string
  readonly color: 'none' | 'red' | 'amber' | 'green' | 'blue' | 'violet'
  readonly createdAtMs: number
}

export interface InlinePolicy {
  readonly name: string
  readonly document: string
}

/** An IAM user of a vault account. `id` is its ARN. */
export interface UserRecord {
  readonly id: string
  readonly accountId: string
  readonly userName: string
  /** The unique id, `AIDA…`. */
  readonly userId: string
  readonly createdAtMs: number
  readonly policies: readonly InlinePolicy[]
}

/** An access key. `id` is the access key id, `AKIA…`. The secret lies in the sealed row and in the memory of the open vault. */
export interface AccessKeyRecord {
  readonly id: string
  readonly userArn: string
  readonly secretAccessKey: string
  readonly status: 'Active' | 'Inactive'
  readonly createdAtMs: number
  readonly lastUsedAtMs?: number | undefined
  readonly description?: string | undefined
}
