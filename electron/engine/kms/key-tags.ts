import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { KmsTag } from './key-record.ts'

const TOO_MANY = 'Too many tags'

/** Refuses tags that KMS refuses, in its words. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_TagResource.html */
export function checkKeyTags(tags: readonly KmsTag[]): void {
  if (tags.length > LIMITS.kmsTagsPerKey) throw new ServiceError('TagException', TOO_MANY)
  if (new Set(tags.map((tag) => tag.TagKey)).size < tags.length) throw new ServiceError('TagException', 'Duplicate tag keys')
  if (tags.some((tag) => tag.TagKey.toLowerCase().startsWith('aws:'))) throw new ServiceError('TagException', 'Tags beginning with aws: are reserved')
}

/** Adds or replaces tags; known keys keep their place, new ones follow. */
export function mergeKeyTags(present: readonly KmsTag[], added: readonly KmsTag[]): readonly KmsTag[] {
  const merged = new Map(present.map((tag) => [tag.TagKey, tag]))
  for (const tag of added) merged.set(tag.TagKey, tag)
  if (merged.size > LIMITS.kmsTagsPerKey) throw new ServiceError('TagException', TOO_MANY)
  return [...merged.values()]
}
