import type { WireOutput } from '../../shared/operations/catalog.ts'
import { FUNCTIONS_OWN, type PasswordChoice, passwordSettings, readerOf, readPasswordChoice } from '../../shared/rotation/password-choice.ts'
import { CHARACTER_KINDS, passwordRulesOf, planPassword, settingsProblem } from '../../shared/rotation/password-rules.ts'
import { settingsOfTags, type TagChanges, tagChangesFor } from '../../shared/rotation/setting-tags.ts'
import { UsageError } from './terminal.ts'

/** The options of `coffer rotate` that say what new passwords are like, for `parseArgs`: AWS's environment variables as words. */
export const passwordOptions = {
  'password-length': { type: 'string' },
  'exclude-characters': { type: 'string' },
  'exclude-preset': { type: 'string' },
  'exclude-lowercase': { type: 'boolean' },
  'exclude-uppercase': { type: 'boolean' },
  'exclude-numbers': { type: 'boolean' },
  'exclude-punctuation': { type: 'boolean' },
  'require-each-included-type': { type: 'string' },
  'password-defaults': { type: 'boolean' },
} as const

type PasswordValues = { readonly [K in keyof typeof passwordOptions]?: ((typeof passwordOptions)[K]['type'] extends 'string' ? string : boolean) | undefined }

/** What is done to the secret's tags before it rotates, and what that comes to, in words. */
export interface PasswordChange extends TagChanges {
  readonly words: string
}

export function hasPasswordOptions(values: PasswordValues): boolean {
  return Object.keys(passwordOptions).some((name) => values[name as keyof PasswordValues] !== undefined)
}

/**
 * The tags that options mean, on top of those that the secret has; `--password-defaults` begins without those.
 * @throws UsageError in words: for a function that takes no such settings, and for those that no password can be made by
 */
export function passwordChange(values: PasswordValues, { Tags = [] }: Pick<WireOutput<'secretsmanager:DescribeSecret'>, 'Tags'>, functionArn: string | undefined): PasswordChange {
  if (functionArn === undefined) throw new UsageError('Say which function rotates the secret: what passwords may be depends on it. Try: --function builtin-generator')
  const name = functionArn.slice(functionArn.lastIndexOf(':') + 1)
  const rules = passwordRulesOf(name)
  if (rules === null) throw new UsageError(`${name} is a function of your own, which is set up by its environment. Try: coffer functions update ${name} --env PASSWORD_LENGTH=40`)
  const stored = settingsOfTags(Tags)
  const kind = stored('GENERATE') ?? 'password'
  if (rules.engine === null && kind !== 'password') throw new UsageError(`The secret gets no password but a new value of the kind ${kind}, by its tag coffer:rotation:GENERATE.`)
  const choice = chosen(values, values['password-defaults'] === true ? FUNCTIONS_OWN : readPasswordChoice(stored))
  const plan = planPassword(rules, withLengthAsTyped(values, choice))
  const problem = settingsProblem(plan)
  if (!plan.ok || problem !== null) throw new UsageError(asOptions(problem ?? ''))
  return { ...tagChangesFor(Tags, passwordSettings(choice)), words: `New passwords have ${plan.words}.${plan.caution === null ? '' : ` ${plan.caution}`}` }
}

function chosen(values: PasswordValues, before: PasswordChoice): PasswordChoice {
  const requires = values['require-each-included-type']
  if (requires !== undefined && !['true', 'false'].includes(requires)) throw new UsageError('--require-each-included-type takes true or false.')
  const added = CHARACTER_KINDS.map(({ setting }) => setting).filter((setting) => values[optionOf(setting) as 'exclude-numbers'] === true)
  return {
    length: values['password-length'] === undefined ? before.length : Number(values['password-length']),
    preset: values['exclude-preset'] ?? before.preset,
    excludeCharacters: values['exclude-characters'] ?? before.excludeCharacters,
    leftOut: [...new Set([...before.leftOut, ...added])],
    requiresEach: requires === undefined ? before.requiresEach : requires === 'true',
  }
}

/** What is no number is refused as it was typed. */
function withLengthAsTyped(values: PasswordValues, choice: PasswordChoice): ReturnType<typeof readerOf> {
  const read = readerOf(choice)
  return (name) => (name === 'PASSWORD_LENGTH' ? (values['password-length'] ?? read(name)) : read(name))
}

/** AWS's names of settings as the options that were typed. */
function asOptions(text: string): string {
  return text.replace(/\b(PASSWORD_LENGTH|EXCLUDE_[A-Z]+)\b/g, (setting) => `--${optionOf(setting)}`)
}

function optionOf(setting: string): string {
  return setting.toLowerCase().replaceAll('_', '-')
}
