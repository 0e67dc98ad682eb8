import type { Door } from '../../shared/operations/define.ts'
import { partitionOf, rootArn } from '../../shared/arn.ts'

/** Who calls, in IAM's terms. */
export type Principal =
  | { readonly type: 'root'; readonly accountId: string }
  | {
      readonly type: 'user'
      readonly accountId: string
      readonly userName: string
      readonly userId: string
      readonly arn: string
      /** Absent for a key that may do all that its user may. */
      readonly keyScope?: AccessKeyScope
    }
  | {
      readonly type: 'assumed-role'
      readonly accountId: string
      readonly roleName: string
      readonly roleArn: string
      readonly roleId: string
      readonly sessionName: string
      readonly arn: string
      /** Absent for sessions that a door opens by itself, without AssumeRole. */
      readonly session?: SessionLimits
    }
  | { readonly type: 'service'; readonly name: string }

/** What one access key may do of what its user may: it only takes away. */
export interface AccessKeyScope {
  readonly isReadOnly?: boolean | undefined
  /** Only secrets whose name starts with this. */
  readonly namePrefix?: string | undefined
  readonly expiresAtMs?: number | undefined
}

/** What AssumeRole fixed for a session, for as long as it lives. */
export interface SessionLimits {
  readonly issuedAtMs: number
  /** The session policy: it can only take away from what the role may do. */
  readonly policy?: string | undefined
  /** Session tags, the caller's `aws:PrincipalTag/…`. */
  readonly tags: Readonly<Record<string, string>>
  /** Tags that a session of a session has too. */
  readonly transitiveTagKeys: readonly string[]
  readonly sourceIdentity?: string | undefined
}

/** One call's origin: the door it came through, who, and for which region. */
export interface Caller {
  readonly door: Door
  readonly principal: Principal
  readonly region: string
  readonly requestId: string
  readonly accessKeyId?: string
  readonly sourceIp?: string
  readonly userAgent?: string
}

/** The ARN that refusal texts and the activity record show for a principal. */
export function principalArn(principal: Principal, region: string): string {
  switch (principal.type) {
    case 'root':
      return rootArn(region, principal.accountId)
    case 'user':
    case 'assumed-role':
      return principal.arn
    case 'service':
      return `arn:${partitionOf(region)}:iam::aws:service/${principal.name}`
  }
}

/** The account that a call acts in; service principals have none. */
export function principalAccountId(principal: Principal): string {
  return principal.type === 'service' ? '' : principal.accountId
}
