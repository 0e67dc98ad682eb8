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
  readonly foundEntries: readonly Entry[]
}

/**
 * Finds secrets by what is typed. Haystacks are made when a summary comes and lined up once for each order of the rows, so a
 * keystroke only compares text; a query that only grew searches no more than what its beginning found.
 */
export class SearchIndex {
  readonly #entries = new Map<string, Entry>()
  #lined: { readonly order: readonly string[]; readonly entries: readonly Entry[] } | null = null
  #last: Answer | null = null

  get size(): number {
    return this.#entries.size
  }

  put(summary: SecretSummary): void {
    this.#entries.set(summary.ARN, { summary, haystack: haystackOf(summary) })
    this.#forgetAnswers()
  }

  delete(arn: string): void {
    this.#entries.delete(arn)
    this.#forgetAnswers()
  }

  clear(): void {
    this.#entries.clear()
    this.#forgetAnswers()
  }

  /** The ARNs of `order` that are under the folder and match the query, in the same order. */
  find(order: readonly string[], folder: string | null, query: string, nowMs: number): readonly string[] {
    const text = query.trim()
    if (text === '' && folder === null) return order
    const last = this.#last
    const isSameList = last !== null && last.order === order && last.folder === folder
    if (isSameList && last.query === text) return last.found
    const parsed = parseQuery(text)
    const from = isSameList && grewFrom(last.query, parsed, text) ? last.foundEntries : this.#lineUp(order)
    const foundEntries = from.filter((entry) => matches(entry, folder, parsed, nowMs))
    const found = foundEntries.map((entry) => entry.summary.ARN)
    this.#last = { order, folder, query: text, found, foundEntries }
    return found
  }

  /** At most `limit` ARNs of `order` that match, without touching what `find` remembers of its last query. */
  search(order: readonly string[], query: string, nowMs: number, limit: number): readonly string[] {
    const parsed = parseQuery(query)
    const found: string[] = []
    for (const entry of this.#lineUp(order)) {
      if (found.length >= limit) break
      if (matches(entry, null, parsed, nowMs)) found.push(entry.summary.ARN)
    }
    return found
  }

  #lineUp(order: readonly string[]): readonly Entry[] {
    if (this.#lined?.order !== order) this.#lined = { order, entries: order.flatMap((arn) => this.#entries.get(arn) ?? []) }
    return this.#lined.entries
  }

  #forgetAnswers(): void {
    this.#lined = null
    this.#last = null
  }
}

function matches(entry: Entry, folder: string | null, query: SecretQuery, nowMs: number): boolean {
  if (folder !== null && !entry.summary.Name.startsWith(folder)) return false
  for (const term of query.terms) if (!entry.haystack.includes(term)) return false
  for (const test of query.tests) if (!test(entry.summary, nowMs)) return false
  return true
}

/** True when each thing found by `text` was also found by the query before it. Words with a prefix may change meaning as they grow. */
function grewFrom(before: string, parsed: SecretQuery, text: string): boolean {
  return before !== '' && text.startsWith(before) && parsed.tests.length === 0 && !before.includes(':')
}
