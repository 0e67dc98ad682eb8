import { LIMITS } from '../../../shared/limits.ts'
import type { SecretTag } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

type TagInput = { readonly Key?: string | undefined; readonly Value?: string | undefined }

/** Refuses tags that AWS refuses; a missing key or value counts as empty text. */
export function checkTags(tags: readonly TagInput[]): readonly SecretTag[] {
  const checked = tags.map((tag) => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }))
  checkNoSystemTag(checked.map((tag) => tag.Key))
  const seen = new Set<string>()
  for (const { Key } of checked) {
    if (seen.has(Key)) throw secretsManagerErrors.duplicateTag(Key)
    seen.add(Key)
  }
  return checked
}

/** Tags that begin with `aws:` are the services' own. */
export function checkNoSystemTag(keys: readonly string[]): void {
  const system = keys.find((key) => key.toLowerCase().startsWith('aws:'))
  if (system !== undefined) throw secretsManagerErrors.systemTag(system)
}

/** Adds or replaces tags; known keys keep their place, new ones follow. */
export function mergeTags(present: readonly SecretTag[], added: readonly SecretTag[]): readonly SecretTag[] {
  const merged = new Map(present.map((tag) => [tag.Key, tag]))
  for (const tag of added) merged.set(tag.Key, tag)
  if (merged.size > LIMITS.tagsPerSecret) throw secretsManagerErrors.tooManyTags(LIMITS.tagsPerSecret)
  return [...merged.values()]
}
