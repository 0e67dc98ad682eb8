import { parseArn, roleArn, rootArn, userArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Principal } from '../caller.ts'
import type { CallContext } from '../context.ts'
import type { RoleRecord } from './access-record.ts'
import { rolePrincipal, sessionIdentity } from './session-identity.ts'

export interface NamedPrincipal {
  readonly principal: Principal
  /** The ARN of the user, role, session or root that was named. */
  readonly arn: string
  /** Such as `user/ci`. */
  readonly label: string
}

/** The session that a role is explained by when none is named. */
const ANY_SESSION = 'session'

/**
 * The principal that a person names: an ARN, `root`, `user/NAME`, `role/NAME`, or a bare name of the caller's account.
 * @throws ServiceError NoSuchEntity
 */
export function namedPrincipal(context: CallContext, name: string): NamedPrincipal {
  if (name.startsWith('arn:')) return principalOfArn(context, name)
  const { vault, accountId } = context
  if (name === 'root') return rootOf(context, accountId)
  const user = vault.access.users.get(userArn(vault.homeRegion, accountId, name.replace(/^user\//, '')))
  const role = vault.access.roles.get(roleArn(vault.homeRegion, accountId, name.replace(/^role\//, '')))
  if (user !== null && role !== null && !name.includes('/')) {
    throw new ServiceError('ValidationException', `There is a user ${name} and a role ${name}. Say user/${name} or role/${name}.`)
  }
  if (user !== null) return principalOfArn(context, user.id)
  if (role !== null) return principalOfArn(context, role.id)
  throw noSuch(name)
}

function principalOfArn(context: CallContext, arn: string): NamedPrincipal {
  const { access } = context.vault
  const parsed = parseArn(arn)
  if (parsed?.service === 'iam' && parsed.resource === 'root') return rootOf(context, parsed.accountId)
  const user = access.users.get(arn)
  if (user !== null) {
    const principal = { type: 'user', accountId: user.accountId, userName: user.userName, userId: user.userId, arn } as const
    return { principal, arn, label: `user/${user.userName}` }
  }
  const role = access.roles.get(arn)
  if (role !== null) return { principal: sessionOf(context, role, ANY_SESSION), arn, label: `role/${role.roleName}` }
  const [kind, roleName, sessionName] = parsed?.service === 'sts' ? parsed.resource.split('/') : []
  const assumed = kind === 'assumed-role' ? access.roles.get(roleArn(context.vault.homeRegion, parsed?.accountId ?? '', roleName ?? '')) : null
  if (assumed === null || sessionName === undefined) throw noSuch(arn)
  return { principal: sessionOf(context, assumed, sessionName), arn, label: `${assumed.roleName}/${sessionName}` }
}

function rootOf({ vault }: CallContext, accountId: string): NamedPrincipal {
  return { principal: { type: 'root', accountId }, arn: rootArn(vault.homeRegion, accountId), label: `the root of ${accountId}` }
}

/** The newest session of that name which still runs, with its session policy; else the role as it is. */
function sessionOf({ vault, nowMs }: CallContext, role: RoleRecord, sessionName: string): Principal {
  const running = [...vault.access.sessions.all()]
    .filter((session) => session.roleArn === role.id && session.sessionName === sessionName && session.expiresAtMs > nowMs)
    .sort((left, right) => right.issuedAtMs - left.issuedAtMs)[0]
  const identity = running === undefined ? null : sessionIdentity(vault, running)
  return identity?.principal ?? rolePrincipal(vault, role, sessionName)
}

function noSuch(name: string): ServiceError {
  return new ServiceError('NoSuchEntity', `There is no user or role ${name} in the vault.`)
}
