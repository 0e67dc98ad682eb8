/** A setting of a function by the name of AWS's environment variable; null when it is not set. */
export type ReadSetting = (name: string) => string | null

/** What a password of an engine is made by when nothing else is said, and what the engine takes at all. */
export interface PasswordRules {
  /** As in sentences: `PostgreSQL`; null when no database is told of the password. */
  readonly engine: string | null
  /** Left out unless EXCLUDE_CHARACTERS says otherwise. */
  readonly excludeCharacters: string
  readonly length: number
  /** The engine's own limit; 4096, GetRandomPassword's, when it has none below. */
  readonly maxLength?: number
  /** Characters that no password of the engine can hold, whatever EXCLUDE_CHARACTERS says. */
  readonly never?: string
  /** Redshift wants an upper-case letter, a lower-case letter and a digit, whatever the settings say. */
  readonly alwaysMixed?: boolean
}

const COMMON = '/@"\'\\'
const SHORTEST = 8
const LONGEST = 4096
/** Below this many bits a password is found by trying. */
const LEAST_BITS = 40
/** From this many bits on nobody needs to think of its length again. */
const STRONG_BITS = 64

/**
 * The rules of each engine. Sources: AWS's rotation functions (characters and lengths); the servers' manuals for limits: MySQL
 * caching_sha2_password 256 bytes, SQL Server 128 characters, Oracle before 23ai 30 bytes, Redshift 64 characters without quotes,
 * slashes and @, Db2 on RDS 255. Db2's connection string has no way to write ; { or }.
 */
export const PASSWORDS = {
  postgres: { engine: 'PostgreSQL', excludeCharacters: `:${COMMON}`, length: 32 },
  mysql: { engine: 'MySQL', excludeCharacters: COMMON, length: 32, maxLength: 256 },
  mariadb: { engine: 'MariaDB', excludeCharacters: COMMON, length: 32 },
  redshift: { engine: 'Amazon Redshift', excludeCharacters: `${COMMON}:`, length: 32, maxLength: 64, never: COMMON, alwaysMixed: true },
  mongodb: { engine: 'MongoDB', excludeCharacters: COMMON, length: 32 },
  sqlserver: { engine: 'SQL Server', excludeCharacters: COMMON, length: 32, maxLength: 128 },
  oracle: { engine: 'Oracle', excludeCharacters: COMMON, length: 30, maxLength: 30, never: '"' },
  db2: { engine: 'Db2', excludeCharacters: `${COMMON};{}`, length: 32, maxLength: 255, never: ';{}' },
  redis: { engine: 'Redis', excludeCharacters: COMMON, length: 32 },
  generator: { engine: null, excludeCharacters: COMMON, length: 32 },
} as const satisfies Readonly<Record<string, PasswordRules>>

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

/** GetRandomPassword's kinds of characters, by the setting that leaves one out. */
export const CHARACTER_KINDS = [
  { setting: 'EXCLUDE_LOWERCASE', words: 'a-z', characters: 'abcdefghijklmnopqrstuvwxyz' },
  { setting: 'EXCLUDE_UPPERCASE', words: 'A-Z', characters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  { setting: 'EXCLUDE_NUMBERS', words: '0-9', characters: '0123456789' },
  { setting: 'EXCLUDE_PUNCTUATION', words: 'punctuation', characters: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~' },
] as const

/** The parameters of GetRandomPassword that settings stand for. */
export interface PasswordRequest {
  readonly ExcludeCharacters: string
  readonly PasswordLength: number
  readonly ExcludeNumbers: boolean
  readonly ExcludePunctuation: boolean
  readonly ExcludeUppercase: boolean
  readonly ExcludeLowercase: boolean
  readonly RequireEachIncludedType: boolean
}

export type PasswordPlan =
  | {
      readonly ok: true
      readonly request: PasswordRequest
      /** `32 characters of a-z, A-Z and 0-9, without : / @`. */
      readonly words: string
      /** How hard it is to find by trying: binary digits of chance. */
      readonly bits: number
      /** Why it should not be: it is found by trying. Null when it is not. */
      readonly weakness: string | null
      /** Why one might want a longer one, or null. */
      readonly caution: string | null
    }
  | { readonly ok: false; readonly problem: string }

/** The rules that a function makes passwords by, by its name; null for one of the user's, which has rules of its own. */
export function passwordRulesOf(functionName: string): PasswordRules | null {
  const found = /^builtin-(generator|[a-z0-9]+)/.exec(functionName)?.[1]
  return found !== undefined && Object.hasOwn(PASSWORDS, found) ? PASSWORDS[found as keyof typeof PASSWORDS] : null
}

/** A switch as AWS's functions read one: true, 1, y and yes in any case are on, anything else is off. */
export function isOn(settings: ReadSetting, name: string, otherwise: boolean): boolean {
  const text = settings(name)
  return text === null ? otherwise : ['true', '1', 'y', 'yes'].includes(text.toLowerCase())
}

/** What passwords settings lead to, or in words why none can be made. Settings: those of AWS's functions, and EXCLUDE_PRESET. */
export function planPassword(rules: PasswordRules, settings: ReadSetting): PasswordPlan {
  const longest = rules.maxLength ?? LONGEST
  const lengthText = settings('PASSWORD_LENGTH')
  const length = lengthText === null ? rules.length : lengthText.trim() === '' ? Number.NaN : Number(lengthText)
  if (!Number.isInteger(length) || length < SHORTEST || length > longest) {
    return problem(`PASSWORD_LENGTH must be a whole number from ${SHORTEST} to ${longest}${rules.engine !== null && longest < LONGEST ? `, the most that ${rules.engine} takes` : ''}, not ${lengthText}.`)
  }
  const presetName = settings('EXCLUDE_PRESET')
  const preset = presetName === null ? '' : Object.hasOwn(EXCLUDE_PRESETS, presetName) ? EXCLUDE_PRESETS[presetName] : undefined
  if (preset === undefined) return problem(`EXCLUDE_PRESET must be one of ${Object.keys(EXCLUDE_PRESETS).join(', ')}, not ${presetName}.`)
  const excluded = [...new Set([...(settings('EXCLUDE_CHARACTERS') ?? rules.excludeCharacters), ...preset, ...(rules.never ?? '')])].join('')
  const mixed = rules.alwaysMixed === true
  const isLeftOut = (setting: string): boolean => (!mixed || setting === 'EXCLUDE_PUNCTUATION') && isOn(settings, setting, false)
  const kinds = CHARACTER_KINDS.filter(({ setting }) => !isLeftOut(setting)).map((kind) => ({ ...kind, left: [...kind.characters].filter((character) => !excluded.includes(character)) }))
  const used = kinds.filter(({ left }) => left.length > 0)
  const alphabet = used.reduce((sum, { left }) => sum + left.length, 0)
  if (alphabet === 0) return problem('All characters are left out, so that no password can be made. Leave out fewer of them.')
  const lacking = mixed ? kinds.find(({ setting, left }) => left.length === 0 && setting !== 'EXCLUDE_PUNCTUATION') : undefined
  if (lacking !== undefined) return problem(`${rules.engine} wants a character of ${lacking.words} in every password, and EXCLUDE_CHARACTERS leaves out all of them.`)
  const bits = Math.floor(length * Math.log2(alphabet))
  const request = {
    ExcludeCharacters: excluded,
    PasswordLength: length,
    ExcludeNumbers: isLeftOut('EXCLUDE_NUMBERS'),
    ExcludePunctuation: isLeftOut('EXCLUDE_PUNCTUATION'),
    ExcludeUppercase: isLeftOut('EXCLUDE_UPPERCASE'),
    ExcludeLowercase: isLeftOut('EXCLUDE_LOWERCASE'),
    RequireEachIncludedType: mixed || isOn(settings, 'REQUIRE_EACH_INCLUDED_TYPE', true),
  }
  if (alphabet === 1) return problem('One character alone is left, so that every password would be the same. Leave out fewer of them.')
  const atLeast = (wanted: number): number => Math.ceil(wanted / Math.log2(alphabet))
  const weakness = bits < LEAST_BITS ? `${length} characters out of ${alphabet} are found by trying. With what is left out it takes ${atLeast(LEAST_BITS)} at least.` : null
  const without = used.flatMap(({ characters, left }) => [...characters].filter((character) => !left.includes(character)))
  const words = `${length} characters of ${inWords(used.map((kind) => kind.words))}${without.length === 0 ? '' : `, without ${without.join(' ')}`}`
  const caution = weakness === null && bits < STRONG_BITS ? `That is weak for a password that programs use: ${bits} bits. ${atLeast(STRONG_BITS)} characters would do.` : null
  return { ok: true, request, words, bits, weakness, caution }
}

/** What keeps a door from storing settings, or null: what cannot be made, and what should not be. */
export function settingsProblem(plan: PasswordPlan): string | null {
  return plan.ok ? plan.weakness : plan.problem
}

function problem(text: string): PasswordPlan {
  return { ok: false, problem: text }
}

function inWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
