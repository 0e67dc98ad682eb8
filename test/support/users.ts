import type { Principal } from '../../electron/engine/caller.ts'
import type { SharedVault } from './shared-vault.ts'
import { ACCOUNT } from './test-vault.ts'

export type StatementJson = Readonly<Record<string, unknown>>
export type UserPrincipal = Extract<Principal, { type: 'user' }>

export const allow = (Action: string | readonly string[], Resource: string | readonly string[] = '*', more: StatementJson = {}): StatementJson => ({ Effect: 'Allow', Action, Resource, ...more })
export const deny = (Action: string | readonly string[], Resource: string | readonly string[] = '*', more: StatementJson = {}): StatementJson => ({ Effect: 'Deny', Action, Resource, ...more })
export const policyText = (...statements: readonly StatementJson[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements })

/** Makes a user with one identity policy and returns it as a caller. */
export async function makeUser(vault: Pick<SharedVault, 'call'>, UserName: string, ...statements: readonly StatementJson[]): Promise<UserPrincipal> {
  const { User } = await vault.call('workbench:CreateUser', { UserName, PolicyDocument: policyText(...statements) })
  return { type: 'user', accountId: ACCOUNT, userName: UserName, userId: User.UserId, arn: User.Arn }
}
