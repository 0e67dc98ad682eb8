import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { namedOwnFunction } from './find-function.ts'
import { removeFunction } from './function-record.ts'
import { secretsRotatedBy } from './secrets-rotated-by.ts'

/** Forgets a function of the user's; the code on the disk stays. */
export const deleteFunction: CallHandler<'workbench:DeleteFunction'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const record = namedOwnFunction(context, input.FunctionName)
    const secrets = secretsRotatedBy(context.vault, record.id).filter((secret) => secret.rotation?.enabled === true)
    if (secrets.length > 0) {
      throw new ServiceError('ResourceConflictException', `${record.name} rotates ${secrets.map((secret) => secret.name).join(', ')}. Cancel their rotation or give them another function first.`)
    }
    removeFunction(context.vault, record.id)
  },
}
