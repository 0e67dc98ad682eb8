import { call, CofferError } from '../api/coffer-api.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'

export type User = WireOutput<'workbench:ListUsers'>['Users'][number]
export type Group = WireOutput<'workbench:ListGroups'>['Groups'][number]
export type Role = WireOutput<'workbench:ListRoles'>['Roles'][number]
export type AccessKey = User['AccessKeys'][number]
/** The one answer that holds the secret access key; keep it in a component, never in the store. */
export type NewAccessKey = WireOutput<'workbench:CreateAccessKey'>

/** An access key for a user, who is made with every right in its account if there is none of that name. */
export async function makeAccessKey(userName: string, description: string): Promise<NewAccessKey> {
  try {
    await call('workbench:CreateUser', { UserName: userName })
  } catch (thrown) {
    if (CofferError.from(thrown).code !== 'EntityAlreadyExists') throw thrown
  }
  return call('workbench:CreateAccessKey', { UserName: userName, Description: description })
}
