import type { functionOperations } from '../../shared/operations/workbench-functions.ts'
import type { OperationHandler } from './operation-handler.ts'
import { createFunction } from './rotation/create-function.ts'
import { deleteFunction } from './rotation/delete-function.ts'
import { getFunction } from './rotation/get-function.ts'
import { invokeFunction } from './rotation/invoke-function.ts'
import { listFunctionInvocations } from './rotation/list-function-invocations.ts'
import { listFunctions } from './rotation/list-functions.ts'
import { updateFunction } from './rotation/update-function.ts'

/** Handlers of functions and rotations; `handlers` takes them in. */
export const rotationHandlers: { readonly [N in keyof typeof functionOperations]: OperationHandler<N> } = {
  'workbench:CreateFunction': createFunction,
  'workbench:DeleteFunction': deleteFunction,
  'workbench:GetFunction': getFunction,
  'workbench:InvokeFunction': invokeFunction,
  'workbench:ListFunctionInvocations': listFunctionInvocations,
  'workbench:ListFunctions': listFunctions,
  'workbench:UpdateFunction': updateFunction,
}
