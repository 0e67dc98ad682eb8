import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const WRITER = join(import.meta.dirname, 'writer.ts')
const CALLS = 'openat,close,pwrite64,write,ftruncate,unlink,unlinkat,rename'

/** One call that changed what lies on the disk, as a program made it. */
export type Write =
  | { readonly call: 'write'; readonly file: string; readonly bytes: Buffer; readonly at: number }
  | { readonly call: 'truncate'; readonly file: string; readonly size: number }
  | { readonly call: 'remove'; readonly file: string }
  | { readonly call: 'rename'; readonly file: string; readonly to: string }

/** Files by path, as they lie on a disk. */
export type FileImage = ReadonlyMap<string, Buffer>

/**
 * Runs a scenario of `writer.ts` to its end and gives back every change that it made to files below a folder, in order: those
 * before the line `ready`, and those from there on. A process that is killed leaves the first of them and no others.
 */
export function traceWrites(args: readonly string[], folder: string, log: string): { readonly opening: readonly Write[]; readonly writes: readonly Write[] } {
  const strace = ['-f', '-qq', '-xx', '-s', '1000000', '-o', log, '-e', `trace=${CALLS}`]
  execFileSync('strace', [...strace, process.execPath, '--experimental-strip-types', WRITER, ...args], { stdio: 'ignore', env: { ...process.env, NODE_NO_WARNINGS: '1' }, maxBuffer: 1e9 })
  const reader = new TraceReader(folder)
  for (const line of readFileSync(log, 'latin1').split('\n')) reader.read(line)
  rmSync(log)
  return reader
}

/** What a disk holds after one more change; `length` bytes of it, should a write be cut short. */
export function applyWrite(image: FileImage, write: Write, length = Infinity): FileImage {
  const next = new Map(image)
  const before = image.get(write.file) ?? Buffer.alloc(0)
  switch (write.call) {
    case 'write': {
      const bytes = write.bytes.subarray(0, length)
      const after = Buffer.alloc(Math.max(before.length, write.at + bytes.length))
      before.copy(after)
      bytes.copy(after, write.at)
      return next.set(write.file, after)
    }
    case 'truncate':
      return next.set(write.file, Buffer.concat([before.subarray(0, write.size), Buffer.alloc(Math.max(0, write.size - before.length))]))
    case 'remove':
      next.delete(write.file)
      return next
    case 'rename':
      next.delete(write.file)
      return next.set(write.to, before)
  }
}

class TraceReader {
  readonly opening: Write[] = []
  readonly writes: Write[] = []
  readonly #folder: string
  readonly #files = new Map<string, { readonly file: string; position: number }>()
  /** Calls of threads that another thread's came between. */
  readonly #begun = new Map<string, string>()
  #isReady = false

  constructor(folder: string) {
    this.#folder = folder
  }

  read(line: string): void {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith('<unfinished ...>')) {
      this.#begun.set(thread, rest.slice(0, -'<unfinished ...>'.length))
      return
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    const [, name = '', given = '', result = ''] = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(resumed === null ? rest : `${this.#begun.get(thread) ?? ''}${resumed[1] ?? ''}`) ?? []
    if (name !== '' && Number(result) >= 0) this.#take(name, given.split(', '), result)
  }

  #take(name: string, given: readonly string[], result: string): void {
    const text = (index: number): Buffer => Buffer.from((given[index] ?? '').replace(/[^0-9a-f]/g, ''), 'hex')
    const path = (index: number): string => text(index).toString('utf8')
    const known = this.#files.get(given[0] ?? '')
    switch (name) {
      case 'openat': {
        const file = path(1)
        const isOurs = file.startsWith(`${this.#folder}/`)
        if (isOurs) this.#files.set(result, { file, position: 0 })
        else this.#files.delete(result)
        if (isOurs && given[2]?.includes('O_TRUNC') === true) this.#push({ call: 'truncate', file, size: 0 })
        return
      }
      case 'close':
        this.#files.delete(given[0] ?? '')
        return
      case 'write':
        if (given[0] === '1' && text(1).toString('utf8').startsWith('ready')) this.#isReady = true
        if (known === undefined) return
        this.#push({ call: 'write', file: known.file, bytes: text(1).subarray(0, Number(result)), at: known.position })
        known.position += Number(result)
        return
      case 'pwrite64':
        if (known !== undefined) this.#push({ call: 'write', file: known.file, bytes: text(1).subarray(0, Number(result)), at: Number(given[3]) })
        return
      case 'ftruncate':
        if (known !== undefined) this.#push({ call: 'truncate', file: known.file, size: Number(given[1]) })
        return
      case 'unlink':
      case 'unlinkat':
        this.#push({ call: 'remove', file: path(name === 'unlink' ? 0 : 1) })
        return
      case 'rename':
        this.#push({ call: 'rename', file: path(0), to: path(1) })
    }
  }

  #push(write: Write): void {
    if (write.file.startsWith(`${this.#folder}/`)) (this.#isReady ? this.writes : this.opening).push(write)
  }
}
