import type { OpenVault } from '../open-vault.ts'
import type { PolicyDocument, PrincipalPattern } from '../policy/policy-document.ts'

/**
 * Whether AWS would take a principal in a policy or grant that is written now. Users of the vault's own accounts must be
 * there; what other accounts hold cannot be known here and is taken. The unique id of a deleted principal is refused.
 * Source: IAM user guide, "AWS JSON policy elements: Principal".
 */
export function principalExists(vault: OpenVault, pattern: PrincipalPattern): boolean {
  switch (pattern.type) {
    case 'unique-id':
      return false
    case 'user': {
      const accountId = pattern.arn.split(':')[4] ?? ''
      return vault.access.accounts.get(accountId) === null || vault.access.users.get(pattern.arn) !== null
    }
    default:
      return true
  }
}

/** Whether every principal that a policy names would be taken. */
export function principalsExist(vault: OpenVault, document: PolicyDocument): boolean {
  return document.statements.every((statement) => statement.principal?.patterns.every((pattern) => principalExists(vault, pattern)) ?? true)
}
