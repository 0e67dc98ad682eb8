export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** The delimiter that stands most often, outside quotes, in the first line; a comma when none does. */
function sniffDelimiter(text: string): string {
  const first = (/^[^\n]*/.exec(text)?.[0] ?? '').replace(/"(?:[^"]|"")*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: first.split(delimiter).length - 1 }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter
}

/**
 * Rows of a delimited text (RFC 4180, and semicolons, tabs and bars, which spreadsheets write), at most `maxRows`. Blank lines are left out.
 * `unclosedQuoteLine` is where a quote opens that never ends; the row that holds it is dropped. Linear in the size of the text.
 */
export function parseCsvRows(source: string, maxRows: number): { readonly rows: readonly CsvRow[]; readonly isCut: boolean; readonly unclosedQuoteLine: number | null } {
  const text = source.replace(/\r\n?/g, '\n')
  const delimiter = sniffDelimiter(text)
  const rows: CsvRow[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    if (rows.length >= maxRows) return { rows, isCut: true, unclosedQuoteLine: null }
    const cells: string[] = []
    const startLine = line
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        let end = text.indexOf('"', at + 1)
        while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
        if (end === -1) return { rows, isCut: false, unclosedQuoteLine: startLine }
        cell = text.slice(at + 1, end).replaceAll('""', '"')
        line += cell.split('\n').length - 1
        at = end + 1
      }
      const from = at
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1
      cells.push(cell + text.slice(from, at))
      if (text[at] !== delimiter) break
      at += 1
    }
    at += 1
    line += 1
    if (cells.length > 1 || cells[0]?.trim() !== '') rows.push({ line: startLine, cells })
  }
  return { rows, isCut: false, unclosedQuoteLine: null }
}
