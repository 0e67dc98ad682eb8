import { call, CofferError } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { patch } from './store.ts'

export type RotationFunction = WireOutput<'workbench:ListFunctions'>['Functions'][number]
export type FunctionRuntime = WireOutput<'workbench:ListFunctions'>['Runtimes'][number]
/** Holds the function's variables: keep it in a component, never in the store. */
export type FunctionFacts = WireOutput<'workbench:GetFunction'>
export type FunctionRun = WireOutput<'workbench:InvokeFunction'>
export type FunctionInvocation = WireOutput<'workbench:ListFunctionInvocations'>['Invocations'][number]

let latest = 0

/** Reads the functions of the account and region; an answer that a later call has overtaken is dropped. */
export async function loadFunctions(): Promise<void> {
  latest += 1
  const mine = latest
  try {
    const { Functions: items, Runtimes: runtimes } = await call('workbench:ListFunctions', {})
    if (mine === latest) patch('functions', { items, runtimes, loaded: true, error: null })
  } catch (error) {
    if (mine === latest) patch('functions', { error: CofferError.from(error) })
  }
}

/** Forgets all functions; an answer that is on its way is dropped. */
export function forgetFunctions(): void {
  latest += 1
  patch('functions', { items: [], runtimes: [], loaded: false, error: null, focusedName: null })
}

export function focusFunction(name: string | null): void {
  patch('functions', { focusedName: name })
}

/** Names code of the user's as a function; it runs only once somebody agreed to it. */
export async function createFunction(settings: WireInput<'workbench:CreateFunction'>): Promise<RotationFunction> {
  const answer = await call('workbench:CreateFunction', settings)
  await loadFunctions()
  return answer.Function
}

export async function updateFunction(settings: WireInput<'workbench:UpdateFunction'>): Promise<RotationFunction> {
  const answer = await call('workbench:UpdateFunction', settings)
  await loadFunctions()
  return answer.Function
}

export async function deleteFunction(name: string): Promise<void> {
  await call('workbench:DeleteFunction', { FunctionName: name })
  await loadFunctions()
}

/** `builtin-postgres-single` of its ARN. */
export function functionNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1)
}
