import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'

/** Adds an account to the vault, or renames and recolours one. */
export const putAccount: CallHandler<'workbench:PutAccount'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle({ vault, nowMs }, input) {
    const present = vault.access.accounts.get(input.AccountId)
    const account = {
      id: input.AccountId,
      name: input.Name,
      color: input.Color ?? present?.color ?? 'none',
      createdAtMs: present?.createdAtMs ?? nowMs,
    } as const
    vault.access.accounts.put(account)
    return { Account: { AccountId: account.id, Name: account.name, Color: account.color } }
  },
}
