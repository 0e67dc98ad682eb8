import { FUNCTIONS_OWN, type PasswordChoice, passwordSettings, readPasswordChoice, readerOf } from '../../../shared/rotation/password-choice.ts'
import { type PasswordPlan, PASSWORDS, type PasswordRules, passwordRulesOf, planPassword } from '../../../shared/rotation/password-rules.ts'
import { settingsOfTags, type TagChanges, tagChangesFor } from '../../../shared/rotation/setting-tags.ts'
import { isPlainKey } from '../../../shared/secret-kinds/plain-keys.ts'
import type { SecretSummary } from '../../store/state.ts'
import type { Strategy } from './strategies.ts'

export type GeneratedKind = 'password' | 'hex' | 'base64url' | 'ed25519' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096'

/** What a built-in function makes as the new value. Stored as tags of the secret, from which the function reads it. */
export interface ValueSettings {
  readonly kind: GeneratedKind
  /** The key of the JSON object that gets the new value; empty for a secret that is no JSON object. */
  readonly jsonKey: string
  readonly password: PasswordChoice
}

const DEFAULT_KIND = 'password'

export const KIND_OPTIONS: readonly { readonly value: GeneratedKind; readonly label: string }[] = [
  { value: 'password', label: 'Password' },
  { value: 'hex', label: 'Token, hexadecimal' },
  { value: 'base64url', label: 'Token, base64url' },
  { value: 'ed25519', label: 'Key pair, Ed25519' },
  { value: 'rsa-2048', label: 'Key pair, RSA 2048' },
  { value: 'rsa-3072', label: 'Key pair, RSA 3072' },
  { value: 'rsa-4096', label: 'Key pair, RSA 4096' },
]

export const PRESET_OPTIONS: readonly { readonly value: string; readonly label: string; readonly meaning: string }[] = [
  { value: 'aws', label: 'As AWS’s functions', meaning: 'Leaves out / @ " \' and backslash, and what the engine cannot take.' },
  { value: 'url', label: 'Safe in a URL', meaning: 'Leaves out what has to be escaped in a URL, such as : / ? # %.' },
  { value: 'shell', label: 'Safe in a shell', meaning: 'Leaves out what a shell takes as its own, such as $ ` & ; and blanks.' },
  { value: 'connection-string', label: 'Safe in a connection string', meaning: 'Leaves out what ends a field of key=value;key=value, such as ; = { }.' },
]

/** Whether a strategy makes a value that can be set up here. */
export function hasValueSettings(strategy: Strategy): boolean {
  return strategy !== 'own'
}

/** Whether the new value is a password. */
export function isPassword(strategy: Strategy, { kind }: Pick<ValueSettings, 'kind'>): boolean {
  return strategy !== 'own' && (strategy !== 'generator' || kind === 'password')
}

/** The rules that the function of a strategy makes passwords by. */
export function rulesFor(strategy: Strategy, functionName: string | null): PasswordRules {
  return (strategy === 'generator' || functionName === null ? null : passwordRulesOf(functionName)) ?? PASSWORDS.generator
}

/** What new passwords will be like; null when the function makes another kind of value. */
export function passwordPlan(strategy: Strategy, functionName: string | null, settings: ValueSettings): PasswordPlan | null {
  return isPassword(strategy, settings) ? planPassword(rulesFor(strategy, functionName), readerOf(settings.password)) : null
}

/** The settings that a secret's tags stand for, with the key that most likely is meant where none says it. */
export function settingsOf({ Tags: tags, JsonKeys: jsonKeys }: Pick<SecretSummary, 'Tags' | 'JsonKeys'>): ValueSettings {
  const setting = settingsOfTags(tags)
  const kind = KIND_OPTIONS.find((option) => option.value === setting('GENERATE'))?.value ?? DEFAULT_KIND
  const likely = jsonKeys.includes('password') ? 'password' : (jsonKeys.find((key) => !isPlainKey(key)) ?? jsonKeys[0] ?? '')
  return { kind, jsonKey: setting('JSON_KEY') ?? likely, password: readPasswordChoice(setting) }
}

/** The tags that have to change for settings; tags that are none of these settings are left alone. */
export function tagChanges(summary: Pick<SecretSummary, 'Tags' | 'JsonKeys'>, strategy: Strategy, settings: ValueSettings): TagChanges {
  if (!hasValueSettings(strategy)) return { put: [], remove: [] }
  const isKeyPair = settings.kind === 'ed25519' || settings.kind.startsWith('rsa-')
  const isDefaultKey = settings.jsonKey === '' || settings.jsonKey === (isKeyPair ? 'privateKey' : 'password')
  return tagChangesFor(
    summary.Tags,
    new Map([
      ...(strategy === 'generator'
        ? [
            ['GENERATE', settings.kind === DEFAULT_KIND ? null : settings.kind] as const,
            ['JSON_KEY', isDefaultKey ? null : settings.jsonKey] as const,
          ]
        : []),
      ...passwordSettings(isPassword(strategy, settings) ? settings.password : FUNCTIONS_OWN),
    ]),
  )
}
