import type { CallHandler } from '../operation-handler.ts'
import { authorizeAlias, checkAliasName, existingAlias, presentTarget } from './alias-name.ts'

/** DeleteAlias. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const deleteAlias: CallHandler<'kms:DeleteAlias'> = {
  kind: 'call',
  check(input) {
    checkAliasName(input.AliasName)
  },
  authorize(context, input) {
    authorizeAlias(context, 'kms:DeleteAlias', input.AliasName, [presentTarget(context, input.AliasName)])
  },
  handle(context, input) {
    context.region.keys.aliases.delete(existingAlias(context, input.AliasName).id)
  },
}
