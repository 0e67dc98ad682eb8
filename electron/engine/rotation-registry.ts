import type { functionOperations } from '../../shared/operations/workbench-functions.ts'
import type { rotationOperations } from '../../shared/operations/workbench-rotation.ts'
import type { OperationHandler } from './operation-handler.ts'
import { adoptPendingVersion } from './rotation/adopt-pending-version.ts'
import { cancelRotateSecret } from './rotation/cancel-rotate-secret.ts'
import { checkRotation } from './rotation/check-rotation.ts'
import { createFunction } from './rotation/create-function.ts'
import { deleteFunction } from './rotation/delete-function.ts'
import { discardPendingVersion } from './rotation/discard-pending-version.ts'
import { getFunction } from './rotation/get-function.ts'
import { getRotation } from './rotation/get-rotation.ts'
import { invokeFunction } from './rotation/invoke-function.ts'
import { listFunctionInvocations } from './rotation/list-function-invocations.ts'
import { listFunctions } from './rotation/list-functions.ts'
import { listRotationRuns } from './rotation/list-rotation-runs.ts'
import { listRotations } from './rotation/list-rotations.ts'
import { pauseRotations } from './rotation/pause-rotations.ts'
import { retryRotation } from './rotation/retry-rotation.ts'
import { rotateSecret } from './rotation/rotate-secret.ts'
import { setMissedRotation } from './rotation/set-missed-rotation.ts'
import { updateFunction } from './rotation/update-function.ts'

/** Handlers of functions and rotations; `handlers` takes them in. */
export const rotationHandlers: {
  readonly [N in keyof typeof functionOperations | keyof typeof rotationOperations | 'secretsmanager:RotateSecret' | 'secretsmanager:CancelRotateSecret']: OperationHandler<N>
} = {
  'secretsmanager:CancelRotateSecret': cancelRotateSecret,
  'secretsmanager:RotateSecret': rotateSecret,
  'workbench:AdoptPendingVersion': adoptPendingVersion,
  'workbench:CheckRotation': checkRotation,
  'workbench:CreateFunction': createFunction,
  'workbench:DeleteFunction': deleteFunction,
  'workbench:DiscardPendingVersion': discardPendingVersion,
  'workbench:GetFunction': getFunction,
  'workbench:GetRotation': getRotation,
  'workbench:InvokeFunction': invokeFunction,
  'workbench:ListFunctionInvocations': listFunctionInvocations,
  'workbench:ListFunctions': listFunctions,
  'workbench:ListRotationRuns': listRotationRuns,
  'workbench:ListRotations': listRotations,
  'workbench:PauseRotations': pauseRotations,
  'workbench:RetryRotation': retryRotation,
  'workbench:SetMissedRotation': setMissedRotation,
  'workbench:UpdateFunction': updateFunction,
}
