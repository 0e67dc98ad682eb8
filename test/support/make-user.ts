import type { Principal } from '../../electron/engine/caller.ts'
import type { SharedVault } from './shared-vault.ts'
import { ACCOUNT } from './test-vault.ts'

export const ROOT: Principal = { type: 'root', accountId: ACCOUNT }
export const OTHER_ACCOUNT = '999999999999'
export const OTHER_ROOT: Principal = { type: 'root', accountId: OTHER_ACCOUNT }

export type UserPrincipal = Extract<Principal, { type: 'user' }>

/** A user of an account who may do what the statements of one policy say; nothing by default. */
export async function makeUser(vault: Pick<SharedVault, 'call'>, userName: string, statements: readonly object[] = [], accountId = ACCOUNT): Promise<UserPrincipal> {
  const { User } = await vault.call(
    'workbench:CreateUser',
    { UserName: userName, PolicyDocument: policyText(statements.length === 0 ? [{ Effect: 'Deny', Action: 'sts:None', Resource: '*' }] : statements) },
    { type: 'root', accountId },
  )
  return { type: 'user', accountId, userName, userId: User.UserId, arn: User.Arn }
}

/** A policy text of statements. */
export function policyText(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

/** An Allow of actions on everything. */
export function allow(...actions: readonly string[]): object {
  return { Effect: 'Allow', Action: actions, Resource: '*' }
}

/** AWS's words for a refused call. */
export function deniedText(principal: UserPrincipal, action: string, resource: string | null, reason: string): string {
  return `User: ${principal.arn} is not authorized to perform: ${action}${resource === null ? '' : ` on resource: ${resource}`} ${reason}`
}

export const noIdentityAllows = (action: string) => `because no identity-based policy allows the ${action} action`
export const noResourceAllows = (action: string) => `because no resource-based policy allows the ${action} action`
export const RESOURCE_DENIES = 'with an explicit deny in a resource-based policy'
