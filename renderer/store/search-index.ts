import { haystackOf, parseQuery, type SecretQuery } from './secret-query.ts'
import type { SecretSummary } from './state.ts'

interface Entry {
  readonly summary: SecretSummary
  readonly haystack: string
}

interface Answer {
  readonly order: readonly string[]
  readonly folder: string | null
  readonly query: string
  readonly found: readonly string[]
}

/**
 * Finds secrets by what is typed. Haystacks are made when a summary comes, so a keystroke only compares text;
 * a query that only grew searches no more than what its beginning found.
 */
export class SearchIndex {
  readonly #entries = new Map<string, Entry>()
  #last: Answer | null = null

  get size(): number {
    return this.#entries.size
  }

  put(summary: SecretSummary): void {
    this.#entries.set(summary.ARN, { summary, haystack: haystackOf(summary) })
    this.#last = null
  }

  delete(arn: string): void {
    this.#entries.delete(arn)
    this.#last = null
  }

  clear(): void {
    this.#entries.clear()
    this.#last = null
  }

  /** The ARNs of `order` that are under the folder and match the query, in the same order. */
  find(order: readonly string[], folder: string | null, query: string, nowMs: number): readonly string[] {
    const text = query.trim()
    if (text === '' && folder === null) return order
    const last = this.#last
    if (last !== null && last.order === order && last.folder === folder && last.query === text) return last.found
    const parsed = parseQuery(text)
    const from = last !== null && last.order === order && last.folder === folder && grewFrom(last.query, parsed, text) ? last.found : order
    const found = from.filter((arn) => this.#matches(arn, folder, parsed, nowMs))
    this.#last = { order, folder, query: text, found }
    return found
  }

  /** At most `limit` ARNs of `order` that match, without touching what `find` remembers. */
  search(order: readonly string[], query: string, nowMs: number, limit: number): readonly string[] {
    const parsed = parseQuery(query)
    const found: string[] = []
    for (const arn of order) {
      if (found.length >= limit) break
      if (this.#matches(arn, null, parsed, nowMs)) found.push(arn)
    }
    return found
  }

  #matches(arn: string, folder: string | null, query: SecretQuery, nowMs: number): boolean {
    const entry = this.#entries.get(arn)
    if (entry === undefined) return false
    if (folder !== null && !entry.summary.Name.startsWith(folder)) return false
    for (const term of query.terms) if (!entry.haystack.includes(term)) return false
    for (const test of query.tests) if (!test(entry.summary, nowMs)) return false
    return true
  }
}

/** True when each thing found by `text` was also found by the query before it. Words with a prefix may change meaning as they grow. */
function grewFrom(before: string, parsed: SecretQuery, text: string): boolean {
  return before !== '' && text.startsWith(before) && parsed.tests.length === 0 && !before.includes(':')
}
