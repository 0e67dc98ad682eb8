import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'rolldown/utils'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export interface Import {
  /** As written: `node:fs`, `zod`, `../x.ts`. */
  readonly specifier: string
  /** For relative imports the file from the root, `shared/errors.ts`; else null. */
  readonly file: string | null
  /** True when nothing of it exists at run time. */
  readonly typeOnly: boolean
  readonly names: readonly string[]
}

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
  readonly lineCount: number
  readonly imports: readonly Import[]
  readonly hasDefaultExport: boolean
  readonly hasReExport: boolean
  readonly program: unknown
}

const PARSED = /\.(ts|tsx|mts)$/

/** Reads and parses one file's text; `file` is its path from the root. */
export function parseSource(file: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message ?? ''}`)
  const resolve = (specifier: string): string | null =>
    specifier.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier.split('?')[0] ?? '')) : null
  const imports: Import[] = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    file: resolve(found.moduleRequest.value),
    typeOnly: /^import\s+type\b/.test(text.slice(found.start, found.end)) || (found.entries.length > 0 && found.entries.every((entry) => entry.isType)),
    names: found.entries.map((entry) => entry.importName.name ?? entry.importName.kind),
  }))
  for (const found of module.staticExports) {
    for (const entry of found.entries) {
      if (entry.moduleRequest === null) continue
      imports.push({ specifier: entry.moduleRequest.value, file: resolve(entry.moduleRequest.value), typeOnly: entry.isType, names: [] })
    }
  }
  for (const found of module.dynamicImports) {
    const specifier = text.slice(found.moduleRequest.start + 1, found.moduleRequest.end - 1)
    imports.push({ specifier, file: resolve(specifier), typeOnly: false, names: [] })
  }
  const entries = module.staticExports.flatMap((found) => found.entries)
  return {
    path: file,
    text,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    hasDefaultExport: entries.some((entry) => entry.exportName.kind === 'Default'),
    hasReExport: entries.some((entry) => entry.moduleRequest !== null),
    program,
  }
}

/** Paths of all files below a folder of the root, with slashes. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

/** Every TypeScript file below the folders, parsed. */
export function readSources(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap(pathsBelow)
    .filter((file) => PARSED.test(file) && !file.endsWith('.d.ts'))
    .map((file) => parseSource(file, readFileSync(path.join(ROOT, file), 'utf8')))
}

/** A node of the syntax tree, as far as the checks look. */
export interface Node {
  readonly type: string
  readonly [key: string]: unknown
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** All nodes of a syntax tree, parents first. */
export function* nodesOf(tree: unknown): Generator<Node> {
  if (Array.isArray(tree)) {
    for (const item of tree) yield* nodesOf(item)
    return
  }
  if (!isNode(tree)) return
  yield tree
  for (const value of Object.values(tree)) if (typeof value === 'object') yield* nodesOf(value)
}

/** `a.b` for a member expression of plain names, else null. */
export function dottedName(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Identifier') return String(node['name'])
  if (node.type !== 'MemberExpression') return null
  const object = dottedName(node['object'])
  const property = isNode(node['property']) && node['property'].type === 'Identifier' && node['computed'] !== true ? String(node['property']['name']) : null
  return object === null || property === null ? null : `${object}.${property}`
}
