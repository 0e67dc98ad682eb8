import { ServiceError } from '../../../shared/errors.ts'
import { principalArn } from '../caller.ts'
import type { CallContext } from '../context.ts'

/** Workbench operations are for whoever holds the vault: the window and the command line, which act as an account's root. */
export function requireRoot(context: CallContext): void {
  if (context.caller.principal.type === 'root') return
  throw new ServiceError('AccessDeniedException', `User: ${principalArn(context.caller.principal, context.caller.region)} may not manage the vault.`)
}
