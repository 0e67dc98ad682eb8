import type { ReadSetting } from './password-rules.ts'

/** Tags that begin so set up a built-in function for one secret, after AWS's names: `coffer:rotation:PASSWORD_LENGTH`. */
export const SETTING_TAG_PREFIX = 'coffer:rotation:'

interface Tag {
  readonly Key?: string | undefined
  readonly Value?: string | undefined
}

/** The settings that a secret's tags stand for. */
export function settingsOfTags(tags: readonly Tag[]): ReadSetting {
  const ofSecret = new Map(tags.flatMap(({ Key, Value }) => (Key?.startsWith(SETTING_TAG_PREFIX) === true ? [[Key.slice(SETTING_TAG_PREFIX.length), Value ?? ''] as const] : [])))
  return (name) => ofSecret.get(name) ?? null
}

/** What has to be done to a secret's tags, as TagResource and UntagResource take it. */
export interface TagChanges {
  readonly put: readonly { readonly Key: string; readonly Value: string }[]
  readonly remove: readonly string[]
}

/** The changes that bring tags to what settings say; null takes a setting's tag away. All other tags stay. */
export function tagChangesFor(tags: readonly Tag[], settings: ReadonlyMap<string, string | null>): TagChanges {
  const put: { Key: string; Value: string }[] = []
  const remove: string[] = []
  const before = settingsOfTags(tags)
  for (const [name, value] of settings) {
    if (before(name) === value) continue
    if (value === null) remove.push(`${SETTING_TAG_PREFIX}${name}`)
    else put.push({ Key: `${SETTING_TAG_PREFIX}${name}`, Value: value })
  }
  return { put, remove }
}

/** The tags as they are after changes. */
export function changedTags(tags: readonly Tag[], { put, remove }: TagChanges): readonly { readonly Key: string; readonly Value: string }[] {
  const gone = new Set([...remove, ...put.map(({ Key }) => Key)])
  return [...tags.flatMap(({ Key = '', Value = '' }) => (gone.has(Key) ? [] : [{ Key, Value }])), ...put]
}
