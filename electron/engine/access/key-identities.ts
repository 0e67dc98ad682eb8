import type { AccessKeyIdentity } from '../engine.ts'
import type { OpenVault } from '../open-vault.ts'
import type { AccessKeyRecord, RoleRecord, SessionRecord, UserRecord } from './access-record.ts'
import { sessionIdentity } from './session-identity.ts'

interface Known {
  readonly holder: UserRecord | RoleRecord
  readonly identity: AccessKeyIdentity | null
}

/**
 * Who an access key speaks for. While neither the key nor its user or role has changed, it is the same object each time, by which
 * kept verdicts know the caller again.
 */
export class KeyIdentities {
  readonly #known = new WeakMap<AccessKeyRecord | SessionRecord, Known>()

  /** The identity behind an access key id, or null when there is no such key, it is not active, or nobody holds it any more. */
  find(vault: OpenVault, accessKeyId: string): AccessKeyIdentity | null {
    const session = vault.access.sessions.get(accessKeyId)
    if (session !== null) return this.#of(session, vault.access.roles.get(session.roleArn), () => sessionIdentity(vault, session))
    const accessKey = vault.access.accessKeys.get(accessKeyId)
    if (accessKey === null || accessKey.status !== 'Active') return null
    const user = vault.access.users.get(accessKey.userArn)
    return this.#of(accessKey, user, () => (user === null ? null : userIdentity(accessKey, user)))
  }

  #of(key: AccessKeyRecord | SessionRecord, holder: Known['holder'] | null, make: () => AccessKeyIdentity | null): AccessKeyIdentity | null {
    if (holder === null) return null
    const known = this.#known.get(key)
    if (known?.holder === holder) return known.identity
    const identity = make()
    this.#known.set(key, { holder, identity })
    return identity
  }
}

function userIdentity({ secretAccessKey, scope }: AccessKeyRecord, user: UserRecord): AccessKeyIdentity {
  return {
    secretAccessKey,
    ...(scope?.expiresAtMs === undefined ? {} : { expiresAtMs: scope.expiresAtMs }),
    principal: { type: 'user', accountId: user.accountId, userName: user.userName, userId: user.userId, arn: user.id, ...(scope === undefined ? {} : { keyScope: scope }) },
  }
}
