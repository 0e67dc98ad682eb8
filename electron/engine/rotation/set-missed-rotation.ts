import type { CallHandler } from '../operation-handler.ts'
import { findChangeableSecret } from '../secretsmanager/find-secret.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { rotationErrors } from './rotation-errors.ts'

/** Says what happens to a window of the secret that passed while the machine was off. */
export const setMissedRotation: CallHandler<'workbench:SetMissedRotation'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    if (secret.rotation === undefined) throw rotationErrors.noFunction()
    context.region.secrets.rows.put({ ...secret, rotation: { ...secret.rotation, whenMissed: input.WhenMissed } })
  },
}
