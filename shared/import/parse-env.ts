import type { ImportEntry, ImportProblem, ParsedContent } from './parsed-import.ts'
import { MAX_IMPORT_ENTRIES, MAX_IMPORT_PROBLEMS } from './parsed-import.ts'

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*(?:=|:[ \t])[ \t]*/y
const BLANK_OR_COMMENT = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y
const REST_OF_LINE = /[^\n]*(?:\n|$)/y
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$', '`': '`' }

interface Cursor {
  readonly text: string
  at: number
  line: number
}

function take(cursor: Cursor, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = cursor.at
  const match = pattern.exec(cursor.text)
  if (match === null) return null
  if (match[0].endsWith('\n')) cursor.line += 1
  cursor.at += match[0].length
  return match
}

/** The index of the closing quote, or -1. In double quotes a backslash hides the character after it. */
function closingQuote(text: string, from: number, quote: string): number {
  if (quote !== '"') return text.indexOf(quote, from)
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\\') at += 1
    else if (character === quote) return at
  }
  return -1
}

function unescapeDouble(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (whole, hex: string | undefined, character: string | undefined) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    return ESCAPES[character ?? ''] ?? whole
  })
}

function bareValue(raw: string): string {
  // A hash starts a comment only after a blank, so that `abc#1` and colours stay whole.
  const comment = /(?:^|[ \t])#/.exec(raw)
  return (comment === null ? raw : raw.slice(0, comment.index)).trim()
}

type Taken = { readonly value: string; readonly note: 'clean' | 'quote-not-closed-at-end' } | { readonly value: null }

function takeValue(cursor: Cursor, unclosed: Set<string>): Taken {
  const quote = cursor.text[cursor.at] ?? ''
  const isQuoted = quote === '"' || quote === "'" || quote === '`'
  if (isQuoted) {
    const start = cursor.at + 1
    const end = unclosed.has(quote) ? -1 : closingQuote(cursor.text, start, quote)
    if (end === -1) {
      unclosed.add(quote)
      take(cursor, REST_OF_LINE)
      return { value: null }
    }
    BLANK_OR_COMMENT.lastIndex = end + 1
    if (BLANK_OR_COMMENT.test(cursor.text)) {
      const raw = cursor.text.slice(start, end)
      cursor.line += raw.split('\n').length - 1
      cursor.at = end + 1
      take(cursor, BLANK_OR_COMMENT)
      return { value: quote === '"' ? unescapeDouble(raw) : raw, note: 'clean' }
    }
  }
  const raw = (take(cursor, REST_OF_LINE)?.[0] ?? '').replace(/\n$/, '')
  return { value: bareValue(raw), note: isQuoted ? 'quote-not-closed-at-end' : 'clean' }
}

/**
 * Parses a `.env` text: `KEY=value` or `export KEY=value`, comments, values bare, in single quotes or backticks (as they are) or in double quotes
 * (with \n, \r, \t, \uXXXX, \", \\, \$), over many lines when quoted. `$NAME` is not expanded: a secret's dollar sign is a dollar sign.
 * A later line of the same key wins, as in every dotenv reader, and is reported. Linear in the size of the text.
 */
export function parseEnv(text: string): ParsedContent {
  const cursor: Cursor = { text: text.replace(/\r\n?/g, '\n'), at: 0, line: 1 }
  const entries = new Map<string, ImportEntry>()
  const problems: ImportProblem[] = []
  const report = (line: number, message: string): void => {
    if (problems.length < MAX_IMPORT_PROBLEMS) problems.push({ line, message })
  }
  // Quotes that were opened and never closed: no later one of the same sort can be, and looking again for each would be quadratic.
  const unclosed = new Set<string>()
  while (cursor.at < cursor.text.length) {
    if (take(cursor, BLANK_OR_COMMENT) !== null) continue
    const { line } = cursor
    const key = take(cursor, KEY)?.[1]
    if (key === undefined) {
      take(cursor, REST_OF_LINE)
      report(line, 'This line is no KEY=value and is left out.')
      continue
    }
    if (entries.size >= MAX_IMPORT_ENTRIES && !entries.has(key)) {
      report(line, `More than ${MAX_IMPORT_ENTRIES} keys: the rest of the file is left out. Split the file.`)
      break
    }
    const taken = takeValue(cursor, unclosed)
    if (taken.value === null) {
      report(line, `The quote of ${key} is never closed, so the line is left out.`)
      continue
    }
    if (taken.note !== 'clean') report(line, `The quote of ${key} is not closed where its value ends, so the line is taken as it stands.`)
    if (entries.has(key)) report(line, `${key} stands twice; the later line counts.`)
    entries.set(key, { key, value: taken.value, line })
  }
  return { kind: 'entries', entries: [...entries.values()], problems }
}
