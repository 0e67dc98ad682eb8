import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { arePaused } from './rotation-setting.ts'
import { shownRotation } from './shown-rotation.ts'

/** The secrets of the account and region whose rotation was ever configured, in order of creation. */
export const listRotations: CallHandler<'workbench:ListRotations'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context) {
    const { region, accountId, nowMs } = context
    const shown = region.secrets.ofAccount(accountId).map((secret) => (secret.deletedAtMs === undefined ? shownRotation(secret, region.rotation.jobs.get(secret.id), nowMs) : null))
    return { Rotations: shown.filter((rotation) => rotation !== null), IsPaused: arePaused(context.vault) }
  },
}
