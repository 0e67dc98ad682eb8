import { call, CofferError } from '../api/coffer-api.ts'
import type { KeyItem, KeysSlice } from './state.ts'
import { patch } from './store.ts'

const DEFAULT_ALIAS = 'alias/aws/secretsmanager'
let latest = 0

/** Reads all keys in one call; an answer that a later call has overtaken is dropped. */
export async function loadKeys(): Promise<void> {
  latest += 1
  const mine = latest
  patch('keys', { loading: true, error: null })
  try {
    const { Keys } = await call('workbench:ListKeySummaries', {})
    if (mine !== latest) return
    const items = Keys.map(
      ({ KeyMetadata: metadata, Aliases: aliases, SecretCount: secretCount, TrashedSecretCount: trashedSecretCount, Rotation }): KeyItem => ({
        metadata,
        aliases,
        secretCount,
        trashedSecretCount,
        rotation: Rotation ?? null,
      }),
    )
    patch('keys', { items: items.toSorted((a, b) => (keyTitle(a) < keyTitle(b) ? -1 : 1)), loading: false, loaded: true })
  } catch (error) {
    if (mine === latest) patch('keys', { loading: false, error: CofferError.from(error) })
  }
}

/** Forgets all keys; an answer that is on its way is dropped. */
export function forgetKeys(): void {
  latest += 1
  patch('keys', { items: [], loading: false, loaded: false, error: null })
}

/** What to call a key: its first alias, else its id. */
export function keyTitle(item: KeyItem): string {
  return item.aliases[0] ?? item.metadata.KeyId
}

/** The key that a secret's KmsKeyId means (ARN, id, alias or alias ARN; absent is the default key), or null. */
export function findKey(keys: KeysSlice, kmsKeyId: string | undefined): KeyItem | null {
  const wanted = kmsKeyId ?? DEFAULT_ALIAS
  return (
    keys.items.find(
      (item) =>
        item.metadata.Arn === wanted ||
        item.metadata.KeyId === wanted ||
        item.aliases.some((alias) => alias === wanted || wanted.endsWith(`:${alias}`)),
    ) ?? null
  )
}

/** A short word for a secret's KmsKeyId: the alias without its prefix, else the first characters of the id. */
function makeLabel(keys: KeysSlice, kmsKeyId: string | undefined): string {
  const title = findKey(keys, kmsKeyId)?.aliases[0] ?? kmsKeyId ?? DEFAULT_ALIAS
  if (title === DEFAULT_ALIAS) return 'aws/sm'
  const alias = title.indexOf('alias/')
  if (alias >= 0) return title.slice(alias + 'alias/'.length)
  return `${title.slice(title.lastIndexOf('/') + 1).slice(0, 8)}…`
}

interface KeyFacts {
  readonly label: string
  readonly state: string
}

const known = new WeakMap<readonly KeyItem[], Map<string | undefined, KeyFacts>>()

/** Remembered for as long as the keys are the same: a grid asks this for every secret. */
function factsOf(keys: KeysSlice, kmsKeyId: string | undefined): KeyFacts {
  let ofKeys = known.get(keys.items)
  if (ofKeys === undefined) {
    ofKeys = new Map()
    known.set(keys.items, ofKeys)
  }
  let facts = ofKeys.get(kmsKeyId)
  if (facts === undefined) {
    facts = { label: makeLabel(keys, kmsKeyId), state: findKey(keys, kmsKeyId)?.metadata.KeyState ?? 'Enabled' }
    ofKeys.set(kmsKeyId, facts)
  }
  return facts
}

/** As makeLabel, cheap. */
export function keyLabel(keys: KeysSlice, kmsKeyId: string | undefined): string {
  return factsOf(keys, kmsKeyId).label
}

/** The state of the key that a secret's KmsKeyId means; `Enabled` for keys that are not in the list, as those of other accounts. */
export function keyState(keys: KeysSlice, kmsKeyId: string | undefined): string {
  return factsOf(keys, kmsKeyId).state
}

/** Shows a key's pane. */
export function focusKey(arn: string | null): void {
  patch('view', { focusedKeyArn: arn })
}

/** Creates a symmetric key, with an alias unless that is empty. Returns its ARN. */
export async function createKey(description: string, aliasName: string): Promise<string> {
  const { KeyMetadata: metadata } = await call('kms:CreateKey', description === '' ? {} : { Description: description })
  try {
    if (aliasName !== '') await call('kms:CreateAlias', { AliasName: aliasName, TargetKeyId: metadata.KeyId })
  } finally {
    // The key is there even when its alias was refused.
    await loadKeys()
  }
  return metadata.Arn
}

export async function createAlias(aliasName: string, keyId: string): Promise<void> {
  await call('kms:CreateAlias', { AliasName: aliasName, TargetKeyId: keyId })
  await loadKeys()
}

export async function deleteAlias(aliasName: string): Promise<void> {
  await call('kms:DeleteAlias', { AliasName: aliasName })
  await loadKeys()
}

/** Makes a key usable again, whether it is disabled or waits for its deletion. */
export async function enableKey({ metadata }: KeyItem): Promise<void> {
  if (metadata.KeyState === 'PendingDeletion') await call('kms:CancelKeyDeletion', { KeyId: metadata.KeyId })
  await call('kms:EnableKey', { KeyId: metadata.KeyId })
  await loadKeys()
}

/** Why AWS would refuse an alias name (without its prefix `alias/`), or null. Source: KMS API reference, CreateAlias. */
export function aliasProblem(name: string): string | null {
  if (name === '') return null
  if (name.startsWith('aws/')) return 'Names that begin with aws/ are kept for AWS.'
  if (!/^[a-zA-Z0-9/_-]+$/.test(name)) return 'Use letters, digits and / _ - only.'
  return name.length > 250 ? 'An alias has at most 256 characters with its prefix.' : null
}
