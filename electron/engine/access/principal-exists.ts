import type { OpenVault } from '../open-vault.ts'
import type { PolicyDocument, PrincipalPattern } from '../policy/policy-document.ts'

/**
 * Whether AWS would take a principal in a policy or grant that is written now. Users and roles of the vault's own accounts
 * must be there; what other accounts hold cannot be known here and is taken. The unique id of a deleted principal is refused.
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
export function principalExists(vault: OpenVault, pattern: PrincipalPattern): boolean {
  const name = principalThatMustExist(pattern)
  return name === null || isKnown(vault, name)
}

/** Whether every principal that a policy names would be taken. */
export function principalsExist(vault: OpenVault, document: PolicyDocument): boolean {
  return unknownPrincipals(vault, document).length === 0
}

/** The users and roles that a policy names although they are not there, by ARN or unique id. */
export function unknownPrincipals(vault: OpenVault, document: PolicyDocument): readonly string[] {
  const patterns = document.statements.flatMap((statement) => statement.principal?.patterns ?? [])
  return patterns.flatMap((pattern) => {
    const name = principalThatMustExist(pattern)
    return name === null || isKnown(vault, name) ? [] : [name]
  })
}

/** The ARN of the user or role that a pattern stands on, the unique id of a deleted one, or null for patterns that name none. */
function principalThatMustExist(pattern: PrincipalPattern): string | null {
  switch (pattern.type) {
    case 'user':
    case 'role':
      return pattern.arn
    case 'role-session':
      return pattern.arn.replace(':sts::', ':iam::').replace(/:assumed-role\/([^/]+)\/.*$/, ':role/$1')
    case 'unique-id':
      return pattern.uniqueId
    default:
      return null
  }
}

function isKnown(vault: OpenVault, name: string): boolean {
  if (!name.startsWith('arn:')) return false
  const { accounts, users, roles } = vault.access
  return accounts.get(name.split(':')[4] ?? '') === null || users.get(name) !== null || roles.get(name) !== null
}
