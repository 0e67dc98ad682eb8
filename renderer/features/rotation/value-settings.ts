import { isPlainKey } from '../../../shared/secret-kinds/plain-keys.ts'
import type { SecretSummary } from '../../store/state.ts'
import type { Strategy } from './strategies.ts'

export type GeneratedKind = 'password' | 'hex' | 'base64url' | 'ed25519' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096'
export type Preset = 'aws' | 'url' | 'shell' | 'connection-string'

/** What a built-in function makes as the new value. Stored as tags of the secret, from which the function reads it. */
export interface ValueSettings {
  readonly kind: GeneratedKind
  /** The key of the JSON object that gets the new value; empty for a secret that is no JSON object. */
  readonly jsonKey: string
  readonly preset: Preset
  /** Characters of a password; null for the function's own number. */
  readonly length: number | null
}

export interface TagChanges {
  readonly put: readonly { readonly Key: string; readonly Value: string }[]
  readonly remove: readonly string[]
}

const PREFIX = 'coffer:rotation:'
const DEFAULTS = { kind: 'password', preset: 'aws' } as const

export const KIND_OPTIONS: readonly { readonly value: GeneratedKind; readonly label: string }[] = [
  { value: 'password', label: 'Password' },
  { value: 'hex', label: 'Token, hexadecimal' },
  { value: 'base64url', label: 'Token, base64url' },
  { value: 'ed25519', label: 'Key pair, Ed25519' },
  { value: 'rsa-2048', label: 'Key pair, RSA 2048' },
  { value: 'rsa-3072', label: 'Key pair, RSA 3072' },
  { value: 'rsa-4096', label: 'Key pair, RSA 4096' },
]

export const PRESET_OPTIONS: readonly { readonly value: Preset; readonly label: string; readonly meaning: string }[] = [
  { value: 'aws', label: 'As AWS’s functions', meaning: 'Leaves out / @ " \' and backslash, and what the engine cannot take.' },
  { value: 'url', label: 'Safe in a URL', meaning: 'Leaves out what has to be escaped in a URL, such as : / ? # %.' },
  { value: 'shell', label: 'Safe in a shell', meaning: 'Leaves out what a shell takes as its own, such as $ ` & ; and blanks.' },
  { value: 'connection-string', label: 'Safe in a connection string', meaning: 'Leaves out what ends a field of key=value;key=value, such as ; = { }.' },
]

/** Whether a strategy makes a value that can be set up here. */
export function hasValueSettings(strategy: Strategy): boolean {
  return strategy !== 'own'
}

/** The settings that a secret's tags stand for, with the key that most likely is meant where none says it. */
export function settingsOf({ Tags: tags, JsonKeys: jsonKeys }: Pick<SecretSummary, 'Tags' | 'JsonKeys'>): ValueSettings {
  const tag = (name: string): string | undefined => tags.find((one) => one.Key === `${PREFIX}${name}`)?.Value
  const kind = KIND_OPTIONS.find((option) => option.value === tag('GENERATE'))?.value ?? DEFAULTS.kind
  const preset = PRESET_OPTIONS.find((option) => option.value === tag('EXCLUDE_PRESET'))?.value ?? DEFAULTS.preset
  const length = Number(tag('PASSWORD_LENGTH'))
  const likely = jsonKeys.includes('password') ? 'password' : (jsonKeys.find((key) => !isPlainKey(key)) ?? jsonKeys[0] ?? '')
  return { kind, jsonKey: tag('JSON_KEY') ?? likely, preset, length: Number.isInteger(length) && length >= 8 ? length : null }
}

/** The tags that have to change for settings; tags that are none of these settings are left alone. */
export function tagChanges(summary: Pick<SecretSummary, 'Tags' | 'JsonKeys'>, strategy: Strategy, settings: ValueSettings): TagChanges {
  const put: { Key: string; Value: string }[] = []
  const remove: string[] = []
  const wish = (name: string, value: string | null): void => {
    const Key = `${PREFIX}${name}`
    const before = summary.Tags.find((one) => one.Key === Key)?.Value
    if (value === null ? before !== undefined : before !== value) {
      if (value === null) remove.push(Key)
      else put.push({ Key, Value: value })
    }
  }
  if (!hasValueSettings(strategy)) return { put, remove }
  if (strategy === 'generator') {
    wish('GENERATE', settings.kind === DEFAULTS.kind ? null : settings.kind)
    const isKeyPair = settings.kind === 'ed25519' || settings.kind.startsWith('rsa-')
    const isDefaultKey = settings.jsonKey === '' || settings.jsonKey === (isKeyPair ? 'privateKey' : 'password')
    wish('JSON_KEY', isDefaultKey ? null : settings.jsonKey)
  }
  const isPassword = strategy !== 'generator' || settings.kind === 'password'
  wish('EXCLUDE_PRESET', isPassword && settings.preset !== DEFAULTS.preset ? settings.preset : null)
  wish('PASSWORD_LENGTH', isPassword && settings.length !== null ? String(settings.length) : null)
  return { put, remove }
}
