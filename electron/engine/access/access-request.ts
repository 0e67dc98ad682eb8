import type { RequestContext } from '../policy/authorization-request.ts'
import type { KeyGrant } from '../policy/match-grant.ts'

/** One question to the policies: may the caller do this to that? */
export interface AccessRequest {
  /** `secretsmanager:GetSecretValue` and the like. */
  readonly action: string
  /** What policies match on: an ARN, or `*` for actions without resources. */
  readonly resource: string
  /** What a refusal shows; absent for actions without resources, as AWS leaves that part out. */
  readonly shownResource?: string
  readonly resourceAccountId: string
  /** The name of the secret that is asked for, when there is one: as stored, or as typed when there is no such secret. */
  readonly secretName?: string
  /** Condition keys of this request; asked for only when a policy has to be evaluated. */
  readonly context: () => RequestContext
  /** The policy document attached to the resource, as text, if there is one. */
  readonly resourcePolicy?: string
  /** For keys: the grants that name the caller, and the encryption context that their constraints look at. */
  readonly grants?: readonly KeyGrant[]
  readonly encryptionContext?: Readonly<Record<string, string>>
  /** Present when the answer may be kept. Who makes one request of another by changing it leaves this out. */
  readonly keptBy?: KeptBy
}

/**
 * What the answer to a request follows from, besides the caller, the action, the policies and the condition keys that `isKeepable` does
 * not know.
 */
export interface KeptBy {
  /** The stored row of the resource: its ARN, its policy, its tags. Rows are frozen, so that a changed one is another object. */
  readonly row: object
  /** Of the tables that further condition keys of the resource are made of. */
  readonly version: number
  /** The service that asks for the caller. */
  readonly service?: string | undefined
}
