import { envName } from '../import/write-env.ts'
import type { SnippetFacts } from './snippet.ts'
import { identifierOf } from './snippet.ts'

/**
 * The `valueFrom` of one key of a secret: the full ARN, then `:json-key:version-stage:version-id` with empty parts for what is not chosen; the
 * ARN alone for the whole value. Null for a key with a colon, which ECS's syntax cannot name.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 */
export function ecsValueFrom(arn: string, jsonKey = '', versionStage = '', versionId = ''): string | null {
  if (jsonKey.includes(':') || versionStage.includes(':')) return null
  return jsonKey === '' && versionStage === '' && versionId === '' ? arn : `${arn}:${jsonKey}:${versionStage}:${versionId}`
}

/** The `secrets` of a container definition in an ECS task definition: one variable a key, or one for the whole value. */
export function ecsSnippet(facts: SnippetFacts): string {
  const whole = envName(identifierOf(facts))
  const taken = new Set<string>()
  const secrets = facts.jsonKeys.flatMap((key) => {
    const valueFrom = key === '' ? null : ecsValueFrom(facts.arn, key)
    if (valueFrom === null) return []
    const wanted = `${whole}_${envName(key)}`
    let name = wanted
    for (let count = 2; taken.has(name); count += 1) name = `${wanted}_${count}`
    taken.add(name)
    return [{ name, valueFrom }]
  })
  return JSON.stringify({ secrets: secrets.length === 0 ? [{ name: whole, valueFrom: facts.arn }] : secrets }, null, 2)
}
