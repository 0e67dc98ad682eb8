import { type PasswordRequest, type PasswordRules, planPassword } from '../../shared/rotation/password-rules.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { valueError } from './rotation-failure.ts'
import type { FunctionSettings } from './function-settings.ts'

/** The parameters of GetRandomPassword. Settings: those of AWS's functions, and EXCLUDE_PRESET. @throws RotationFailure ValueError */
export function passwordRequest(rules: PasswordRules, settings: FunctionSettings): PasswordRequest {
  const plan = planPassword(rules, settings)
  if (!plan.ok) throw valueError(plan.problem)
  return plan.request
}

/** A new password from GetRandomPassword. */
export async function newPassword(rules: PasswordRules, settings: FunctionSettings, call: (operation: string, input: unknown) => Promise<unknown>): Promise<Sensitive<string>> {
  const { RandomPassword } = (await call('GetRandomPassword', passwordRequest(rules, settings))) as { readonly RandomPassword: string }
  return new Sensitive(RandomPassword)
}
