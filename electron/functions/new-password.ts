import { Sensitive } from '../../shared/sensitive.ts'
import { valueError } from './rotation-failure.ts'
import { isOn, type FunctionSettings } from './function-settings.ts'

/** What a password of an engine is made by when nothing else is said. */
export interface PasswordRules {
  readonly excludeCharacters: string
  readonly length: number
  /** Redshift wants an upper-case letter, a lower-case letter and a digit, whatever the settings say. */
  readonly alwaysMixed?: boolean
  /** Characters that no password of the engine can hold, whatever EXCLUDE_CHARACTERS says. */
  readonly never?: string
}

/**
 * Sets of characters to leave out, by the name that EXCLUDE_PRESET takes; they add to what an engine leaves out.
 * `shell`: what AWS's CDK leaves out of a database's password. `connection-string`: what ends a field of `a=b;c=d` or of a DSN.
 */
export const EXCLUDE_PRESETS: Readonly<Record<string, string>> = {
  aws: '',
  url: ':/?#[]@!$&\'()*+,;=% "<>\\^`{|}',
  shell: ' %+~`#$&*()|[]{}:;<>?!\'/@"\\',
  'connection-string': ' ;={}\'"%+:@/',
}

/** The parameters of GetRandomPassword. Settings: those of AWS's functions, and EXCLUDE_PRESET. @throws RotationFailure ValueError */
export function passwordRequest(rules: PasswordRules, settings: FunctionSettings): Readonly<Record<string, string | number | boolean>> {
  const lengthText = settings('PASSWORD_LENGTH')
  const length = lengthText === null ? rules.length : Number(lengthText)
  if (!Number.isInteger(length) || length < 8 || length > 4096) throw valueError(`PASSWORD_LENGTH must be a whole number from 8 to 4096, not ${lengthText}.`)
  const presetName = settings('EXCLUDE_PRESET')
  const preset = presetName === null ? '' : EXCLUDE_PRESETS[presetName]
  if (preset === undefined) throw valueError(`EXCLUDE_PRESET must be one of ${Object.keys(EXCLUDE_PRESETS).join(', ')}, not ${presetName}.`)
  const excluded = [...new Set([...(settings('EXCLUDE_CHARACTERS') ?? rules.excludeCharacters), ...preset, ...(rules.never ?? '')])].join('')
  const mixed = rules.alwaysMixed === true
  return {
    ExcludeCharacters: excluded,
    PasswordLength: length,
    ExcludeNumbers: !mixed && isOn(settings, 'EXCLUDE_NUMBERS', false),
    ExcludePunctuation: isOn(settings, 'EXCLUDE_PUNCTUATION', false),
    ExcludeUppercase: !mixed && isOn(settings, 'EXCLUDE_UPPERCASE', false),
    ExcludeLowercase: !mixed && isOn(settings, 'EXCLUDE_LOWERCASE', false),
    RequireEachIncludedType: mixed || isOn(settings, 'REQUIRE_EACH_INCLUDED_TYPE', true),
  }
}

/** A new password from GetRandomPassword. */
export async function newPassword(rules: PasswordRules, settings: FunctionSettings, call: (operation: string, input: unknown) => Promise<unknown>): Promise<Sensitive<string>> {
  const { RandomPassword } = (await call('GetRandomPassword', passwordRequest(rules, settings))) as { readonly RandomPassword: string }
  return new Sensitive(RandomPassword)
}
