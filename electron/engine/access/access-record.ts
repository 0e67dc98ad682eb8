import type { AccessKeyScope } from '../caller.ts'

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
  /** The document that limits what the user's policies may allow. */
  readonly permissionsBoundary?: string | undefined
}

/** An IAM group: its policies are those of its members too. `id` is its ARN. */
export interface GroupRecord {
  readonly id: string
  readonly accountId: string
  readonly groupName: string
  /** The unique id, `AGPA…`. */
  readonly groupId: string
  readonly createdAtMs: number
  readonly policies: readonly InlinePolicy[]
  readonly memberArns: readonly string[]
}

/** An IAM role: who may assume it (trust policy) and what its sessions may do. `id` is its ARN. */
export interface RoleRecord {
  readonly id: string
  readonly accountId: string
  readonly roleName: string
  /** The unique id, `AROA…`; a role that is made anew under the same name has another. */
  readonly roleId: string
  readonly createdAtMs: number
  readonly description?: string | undefined
  readonly trustPolicy: string
  readonly maxSessionSeconds: number
  readonly policies: readonly InlinePolicy[]
  readonly permissionsBoundary?: string | undefined
}

/** The temporary credentials of an assumed role. `id` is the access key id, `ASIA…`. Kept for a while after their end, to say so. */
export interface SessionRecord {
  readonly id: string
  readonly roleArn: string
  readonly roleId: string
  readonly sessionName: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  /** The session policy, when one was passed. */
  readonly policy?: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity?: string | undefined
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
  /** Absent when the key may do all that its user may. */
  readonly scope?: AccessKeyScope | undefined
}
