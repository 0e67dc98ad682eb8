import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { rotationSettingTable } from './rotation-setting.ts'

/** Stops rotations from beginning, or lets them begin again. */
export const pauseRotations: CallHandler<'workbench:PauseRotations'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    rotationSettingTable(context.vault).put({ id: 'rotation', isPaused: input.IsPaused })
    return { IsPaused: input.IsPaused }
  },
}
