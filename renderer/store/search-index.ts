import { haystackOf, parseQuery, type SecretQuery } from './secret-query.ts'
import type { SecretSummary } from './state.ts'

interface Entry {
  readonly summary: SecretSummary
  readonly haystack: string
}

/** Rows side by side in arrays: a search runs over the texts alone and touches nothing else of a row. */
interface Lines {
  readonly order: readonly string[]
  readonly haystacks: readonly string[]
  readonly summaries: readonly SecretSummary[]
}

interface Answer {
  readonly lines: Lines
  readonly folder: string | null
  readonly query: string
  readonly found: readonly string[]
  /** Places of what was found. */
  readonly places: readonly number[]
}

/**
 * Finds secrets by what is typed. Haystacks are made when a summary comes and lined up once for each order of the rows, so a
 * keystroke only compares text; a query that only grew searches no more than what its beginning found.
 */
export class SearchIndex {
  readonly #entries = new Map<string, Entry>()
  #lines: Lines | null = null
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
    const lines = this.#lineUp(order)
    const isSameList = last !== null && last.lines === lines && last.folder === folder
    if (isSameList && last.query === text) return last.found
    const parsed = parseQuery(text)
    const places = matchingPlaces(lines, isSameList && grewFrom(last.query, parsed, text) ? last.places : null, folder, parsed, nowMs, lines.order.length)
    const found = places.map((place) => lines.order[place] as string)
    this.#last = { lines, folder, query: text, found, places }
    return found
  }

  /** At most `limit` ARNs of `order` that match, without touching what `find` remembers of its last query. */
  search(order: readonly string[], query: string, nowMs: number, limit: number): readonly string[] {
    const lines = this.#lineUp(order)
    return matchingPlaces(lines, null, null, parseQuery(query), nowMs, limit).map((place) => lines.order[place] as string)
  }

  /** Lines the rows up and runs once over them, so that the first letter typed costs what the others do. */
  warmUp(order: readonly string[]): void {
    for (const text of WARM_UP_QUERIES) this.search(order, text, 0, order.length)
  }

  #lineUp(order: readonly string[]): Lines {
    if (this.#lines?.order !== order) {
      const entries = order.map((arn) => this.#entries.get(arn))
      // An order may name a secret that has just gone; it matches nothing until the next order is published.
      const haystacks = entries.map((entry) => entry?.haystack ?? '')
      const summaries = entries.map((entry) => entry?.summary ?? GONE)
      this.#lines = { order, haystacks, summaries }
    }
    return this.#lines
  }

  #forgetAnswers(): void {
    this.#lines = null
    this.#last = null
  }
}

/** A letter that is in most rows, then what is in none, so that each is read to its end. */
const WARM_UP_QUERIES = ['e', '\u0001', '\u0001 \u0002']

const GONE: SecretSummary = { ARN: '', Name: '', Kind: 'empty', CreatedDate: 0, LastChangedDate: 0, Tags: [], JsonKeys: [], VersionIdsToStages: {}, VersionCount: 0 }

/** The places of the rows that match, among `among` or all of them, at most `limit`. */
function matchingPlaces(lines: Lines, among: readonly number[] | null, folder: string | null, query: SecretQuery, nowMs: number, limit: number): number[] {
  const places: number[] = []
  const folderText = folder?.toLowerCase() ?? null
  const count = among?.length ?? lines.order.length
  for (let at = 0; at < count && places.length < limit; at += 1) {
    const place = among === null ? at : (among[at] as number)
    const haystack = lines.haystacks[place] as string
    if (haystack === '') continue
    if (folderText !== null && !haystack.startsWith(folderText)) continue
    if (!query.terms.every((term) => haystack.includes(term))) continue
    if (folder === null && query.tests.length === 0) {
      places.push(place)
      continue
    }
    const summary = lines.summaries[place] as SecretSummary
    // Haystacks are in lower case, but AWS's names tell upper from lower case.
    if (folder !== null && !summary.Name.startsWith(folder)) continue
    if (query.tests.every((test) => test(summary, nowMs))) places.push(place)
  }
  return places
}

/** True when each thing found by `text` was also found by the query before it. Words with a prefix may change meaning as they grow. */
function grewFrom(before: string, parsed: SecretQuery, text: string): boolean {
  return before !== '' && text.startsWith(before) && parsed.tests.length === 0 && !before.includes(':')
}
