import type { SecretSummary } from './state.ts'

/** A parsed query: every term must be in the haystack and every test must hold. */
export interface SecretQuery {
  readonly terms: readonly string[]
  readonly tests: readonly ((summary: SecretSummary, nowMs: number) => boolean)[]
}

const DAY_MS = 86_400_000
export const DUE_WITHIN_DAYS = 7
export const UNUSED_AFTER_DAYS = 90

/** True when the next rotation is overdue or comes within a week. */
export function isDue(summary: SecretSummary, nowMs: number): boolean {
  return summary.NextRotationDate !== undefined && summary.NextRotationDate * 1000 <= nowMs + DUE_WITHIN_DAYS * DAY_MS
}

function isUnused(summary: SecretSummary, nowMs: number): boolean {
  return (summary.LastAccessedDate ?? summary.CreatedDate) * 1000 < nowMs - UNUSED_AFTER_DAYS * DAY_MS
}

const STATES: Readonly<Record<string, (summary: SecretSummary, nowMs: number) => boolean>> = {
  due: isDue,
  unused: isUnused,
  'never-rotated': (summary) => summary.RotationEnabled !== true,
  rotating: (summary) => Object.values(summary.VersionIdsToStages).some((stages) => stages.includes('AWSPENDING')),
  untagged: (summary) => summary.Tags.length === 0,
}

function tagTest(text: string): (summary: SecretSummary) => boolean {
  const equals = text.indexOf('=')
  const key = equals < 0 ? text : text.slice(0, equals)
  const value = equals < 0 ? null : text.slice(equals + 1)
  return (summary) => summary.Tags.some((tag) => tag.Key.toLowerCase() === key && (value === null || tag.Value.toLowerCase() === value))
}

function testOf(word: string): SecretQuery['tests'][number] | null {
  const colon = word.indexOf(':')
  const operand = word.slice(colon + 1)
  if (colon < 0 || operand === '') return null
  switch (word.slice(0, colon)) {
    case 'is':
      return STATES[operand] ?? null
    case 'kind':
      return (summary) => summary.Kind === operand
    case 'in':
      return (summary) => summary.Name.toLowerCase().startsWith(operand)
    case 'tag':
      return tagTest(operand)
    case 'has':
      return (summary) => summary.JsonKeys.some((key) => key.toLowerCase() === operand)
    default:
      return null
  }
}

/**
 * Reads a query: words that must all occur, and `is:due|unused|never-rotated|rotating|untagged`, `kind:database`,
 * `in:prod/`, `tag:env=prod`, `has:password`. A word with an unknown prefix is looked for as it stands.
 */
export function parseQuery(text: string): SecretQuery {
  const terms: string[] = []
  const tests: SecretQuery['tests'][number][] = []
  for (const word of text.toLowerCase().split(/\s+/)) {
    if (word === '') continue
    const test = testOf(word)
    if (test === null) terms.push(word)
    else tests.push(test)
  }
  return { terms, tests }
}

/** All that a secret is found by, in lower case: name, description, tags and JSON keys; never a value. */
export function haystackOf(summary: SecretSummary): string {
  let text = summary.Name
  if (summary.Description !== undefined) text += `\n${summary.Description}`
  for (const tag of summary.Tags) text += `\n${tag.Key}=${tag.Value}`
  for (const key of summary.JsonKeys) text += `\n${key}`
  return text.toLowerCase()
}
