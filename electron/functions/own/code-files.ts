import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CodeProblem } from './code-problem.ts'

/** One file of a function's code. */
interface CodeFile {
  /** Below the task root, with `/`. */
  readonly path: string
  readonly source: string
}

/** Lambda's limit for unpacked code. Source: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_BYTES = 262_144_000
const MAX_FILES = 50_000
const MAX_DEPTH = 64
const FILES_AT_ONCE = 8
/** Neither hashed nor run: what the interpreter or a developer's tools make beside the code. */
const LEFT_OUT = new Set(['.git', '__pycache__', '.venv', '.DS_Store'])
const EXECUTABLE = 0o111

/**
 * SHA-256 (hex) of a function's code: of a file its bytes, of a folder the lines `HASH  PATH` of its files in the order of
 * their paths, as `sha256sum` prints them. Links count as what they lead to.
 * @throws CodeProblem when it cannot be read, or is more than Lambda takes
 */
export async function codeSha256(codePath: string): Promise<string> {
  return readCode(codePath, null)
}

/** Copies a function's code into an empty folder, for nobody to change; returns the hash of what was copied. @throws CodeProblem */
export async function copyCode(codePath: string, into: string): Promise<string> {
  return readCode(codePath, into)
}

async function readCode(codePath: string, into: string | null): Promise<string> {
  const facts = await stat(codePath).catch((error: NodeJS.ErrnoException) => {
    throw new CodeProblem(`The code ${codePath} cannot be read (${error.code ?? 'unknown'}).`)
  })
  if (facts.isFile()) {
    if (codePath.endsWith('.zip')) throw new CodeProblem(`${codePath} is a zip archive. Unpack it, and name the folder.`)
    return keepFile({ path: basename(codePath), source: codePath }, into, { bytes: 0 })
  }
  if (!facts.isDirectory()) throw new CodeProblem(`The code ${codePath} is neither a file nor a folder.`)
  const files: CodeFile[] = []
  await collect(codePath, '', [], files)
  if (files.length === 0) throw new CodeProblem(`The folder ${codePath} is empty.`)
  files.sort((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)))
  if (into !== null) for (const folder of new Set(files.map(({ path }) => dirname(path)))) await mkdir(join(into, folder), { recursive: true, mode: 0o700 })
  const size = { bytes: 0 }
  const hashes = await mapSome(files, (file) => keepFile(file, into, size))
  const list = createHash('sha256')
  files.forEach(({ path }, at) => list.update(`${hashes[at] ?? ''}  ${path}\n`))
  return list.digest('hex')
}

/** Like Promise.all of a map, with few at a time. */
async function mapSome<T, R>(items: readonly T[], act: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      results[at] = await act(items[at] as T)
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, work))
  return results
}

async function collect(folder: string, path: string, above: readonly string[], files: CodeFile[]): Promise<void> {
  const real = await realpath(folder)
  if (above.includes(real)) throw new CodeProblem(`The link ${folder} leads to a folder that it lies in.`)
  if (above.length > MAX_DEPTH) throw new CodeProblem(`The folder ${folder} lies more than ${MAX_DEPTH} folders deep.`)
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new CodeProblem(`The folder ${folder} cannot be read (${error.code ?? 'unknown'}).`)
  })
  // A Python environment is no code of the function's, and is not portable.
  if (path !== '' && entries.some(({ name }) => name === 'pyvenv.cfg')) return
  for (const entry of entries) {
    const { name } = entry
    if (LEFT_OUT.has(name) || name.endsWith('.pyc')) continue
    const source = join(folder, name)
    const inside = path === '' ? name : `${path}/${name}`
    if (/[\n\r]/.test(name)) throw new CodeProblem(`The name ${JSON.stringify(source)} has a line break in it. Rename the file.`)
    const kind = entry.isSymbolicLink() ? await stat(source).catch((error: NodeJS.ErrnoException) => {
      throw new CodeProblem(`${source} cannot be read (${error.code ?? 'unknown'}).`)
    }) : entry
    if (kind.isDirectory()) await collect(source, inside, [...above, real], files)
    else if (kind.isFile()) files.push({ path: inside, source })
    if (files.length > MAX_FILES) throw new CodeProblem(`The code has more than ${MAX_FILES} files.`)
  }
}

/** Reads a file once: what is hashed is what is copied. */
async function keepFile({ path, source }: CodeFile, into: string | null, size: { bytes: number }): Promise<string> {
  const tooLarge = (): CodeProblem => new CodeProblem(`The code is larger than ${MAX_BYTES} bytes, the most that Lambda takes.`)
  try {
    const { size: expected, mode } = await stat(source)
    if (size.bytes + expected > MAX_BYTES) throw tooLarge()
    const bytes = await readFile(source)
    size.bytes += bytes.length
    if (size.bytes > MAX_BYTES) throw tooLarge()
    if (into !== null) await writeFile(join(into, path), bytes, { flag: 'wx', mode: (mode & EXECUTABLE) === 0 ? 0o400 : 0o500 })
    return createHash('sha256').update(bytes).digest('hex')
  } catch (error) {
    if (error instanceof CodeProblem) throw error
    throw new CodeProblem(`${source} cannot be ${into === null ? 'read' : 'copied'} (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
