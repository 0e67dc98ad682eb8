import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html */
export const updateRole: CallHandler<'workbench:UpdateRole'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    context.vault.access.roles.put({
      ...role,
      description: input.Description ?? role.description,
      maxSessionSeconds: input.MaxSessionDuration ?? role.maxSessionSeconds,
    })
  },
}
