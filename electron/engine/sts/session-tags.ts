import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { Caller, SessionLimits } from '../caller.ts'

type SessionTags = Pick<SessionLimits, 'tags' | 'transitiveTagKeys' | 'sourceIdentity'>

/**
 * The tags and the source identity of a new session: what the request gives, and what the calling session hands on. What is
 * handed on cannot be changed.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_role-chaining
 */
export function sessionTags({ principal }: Caller, input: Input<'sts:AssumeRole'>): SessionTags {
  const calling = principal.type === 'assumed-role' ? principal.session : undefined
  const inherited = new Map((calling?.transitiveTagKeys ?? []).map((key) => [key, calling?.tags[key] ?? '']))
  const given = input.Tags ?? []
  if (new Set(given.map((tag) => tag.Key.toLowerCase())).size < given.length) {
    throw new ServiceError('InvalidParameterValue', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  const taken = new Set([...inherited.keys()].map((key) => key.toLowerCase()))
  if (given.some((tag) => taken.has(tag.Key.toLowerCase()))) {
    throw new ServiceError('InvalidParameterValue', "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.")
  }
  const tags = Object.fromEntries([...inherited, ...given.map((tag) => [tag.Key, tag.Value] as const)])
  const transitive = input.TransitiveTagKeys ?? []
  if (transitive.some((key) => !Object.hasOwn(tags, key))) {
    throw new ServiceError('InvalidParameterValue', 'The specified transitive tag key must be included in the requested tags.')
  }
  if (calling?.sourceIdentity !== undefined && input.SourceIdentity !== undefined && input.SourceIdentity !== calling.sourceIdentity) {
    throw new ServiceError('InvalidParameterValue', 'The source identity of the calling session cannot be changed.')
  }
  const sourceIdentity = input.SourceIdentity ?? calling?.sourceIdentity
  return {
    tags,
    transitiveTagKeys: [...new Set([...inherited.keys(), ...transitive])],
    ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
  }
}
