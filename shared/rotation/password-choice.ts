import { CHARACTER_KINDS, EXCLUDE_PRESETS, isOn, type ReadSetting } from './password-rules.ts'

export type KindSetting = (typeof CHARACTER_KINDS)[number]['setting']

/** What a person chose for new passwords; null and empty: as the function makes them by itself. */
export interface PasswordChoice {
  readonly length: number | null
  /** A name of EXCLUDE_PRESETS; `aws` adds nothing. */
  readonly preset: string
  /** In place of the characters that the function leaves out. */
  readonly excludeCharacters: string | null
  readonly leftOut: readonly KindSetting[]
  readonly requiresEach: boolean
}

/** As AWS's functions make passwords when nothing is set. */
export const FUNCTIONS_OWN: PasswordChoice = { length: null, preset: 'aws', excludeCharacters: null, leftOut: [], requiresEach: true }

/** The choice that settings stand for; what makes no sense counts as not set. */
export function readPasswordChoice(settings: ReadSetting): PasswordChoice {
  const length = Number(settings('PASSWORD_LENGTH') ?? Number.NaN)
  const preset = settings('EXCLUDE_PRESET') ?? FUNCTIONS_OWN.preset
  return {
    length: Number.isInteger(length) && length > 0 ? length : null,
    preset: Object.hasOwn(EXCLUDE_PRESETS, preset) ? preset : FUNCTIONS_OWN.preset,
    excludeCharacters: settings('EXCLUDE_CHARACTERS'),
    leftOut: CHARACTER_KINDS.map(({ setting }) => setting).filter((setting) => isOn(settings, setting, false)),
    requiresEach: isOn(settings, 'REQUIRE_EACH_INCLUDED_TYPE', true),
  }
}

/** The settings of a choice, all that there are; null for one that is not to be set. */
export function passwordSettings({ length, preset, excludeCharacters, leftOut, requiresEach }: PasswordChoice): ReadonlyMap<string, string | null> {
  return new Map<string, string | null>([
    ['PASSWORD_LENGTH', length === null ? null : String(length)],
    ['EXCLUDE_PRESET', preset === FUNCTIONS_OWN.preset ? null : preset],
    ['EXCLUDE_CHARACTERS', excludeCharacters],
    ...CHARACTER_KINDS.map(({ setting }): [string, string | null] => [setting, leftOut.includes(setting) ? 'true' : null]),
    ['REQUIRE_EACH_INCLUDED_TYPE', requiresEach ? null : 'false'],
  ])
}

/** A choice as functions read it. */
export function readerOf(choice: PasswordChoice): ReadSetting {
  const settings = passwordSettings(choice)
  return (name) => settings.get(name) ?? null
}
