import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** The accounts of the vault, in the order of their making. */
export const listAccounts: CallHandler<'workbench:ListAccounts'> = {
  kind: 'call',
  authorize: requireRoot,
  handle({ vault }) {
    const accounts = [...vault.access.accounts.all()].sort((left, right) => left.createdAtMs - right.createdAtMs)
    return { Accounts: accounts.map(({ id, name, color }) => ({ AccountId: id, Name: name, Color: color })) }
  },
}
