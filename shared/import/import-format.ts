/** Formats that an import reads. */
export type ImportFormat = 'env' | 'json' | 'yaml' | 'csv' | 'aws-credentials'

const FORMAT_BY_EXTENSION: Readonly<Record<string, ImportFormat>> = {
  env: 'env',
  json: 'json',
  jsonc: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  csv: 'csv',
  tsv: 'csv',
  ini: 'aws-credentials',
}

/** How much of the text is looked at to guess its format. */
const SNIFFED_CHARACTERS = 8_192

function formatOfFileName(fileName: string): ImportFormat | null {
  const base = fileName.split(/[\\/]/).at(-1)?.toLowerCase() ?? ''
  if (/^\.env(\.|$)/.test(base) || base.endsWith('.env')) return 'env'
  if (base === 'credentials') return 'aws-credentials'
  const extension = /\.([a-z]+)$/.exec(base)?.[1] ?? ''
  return Object.hasOwn(FORMAT_BY_EXTENSION, extension) ? (FORMAT_BY_EXTENSION[extension] ?? null) : null
}

/**
 * The format of a text: by the name of its file where that says it, else by how the text looks. Text that looks like nothing is taken as `.env`,
 * whose parser names the line that it cannot read.
 */
export function sniffImportFormat(text: string, fileName = ''): ImportFormat {
  const byName = formatOfFileName(fileName)
  if (byName !== null) return byName
  const head = text.slice(0, SNIFFED_CHARACTERS).replace(/^\uFEFF/, '')
  if (/^\s*\{/.test(head) || /^\s*\[\s*(?:[{"\]]|$)/.test(head)) return 'json'
  const lines = head.split(/\r\n|\r|\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith(';'))
  const first = lines[0] ?? ''
  if (/^\[[^\]]+\]$/.test(first)) return 'aws-credentials'
  if (/^(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.test(first)) return 'env'
  if (first === '---' || /^(?:[\w./-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)/.test(first)) return 'yaml'
  if (lines.length > 1 && /[,;\t]/.test(first)) return 'csv'
  return 'env'
}
