import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'

export type Runtime = 'nodejs' | 'python'

/** A program that runs functions of one runtime. */
export interface Interpreter {
  readonly runtime: Runtime
  /** The program itself, not a script that looks for it. */
  readonly path: string
  readonly version: string
  /** Folders that it reads, for a sandbox to show. */
  readonly folders: readonly string[]
}

export interface InterpreterPlaces {
  readonly platform: NodeJS.Platform
  /** PATH is searched; COFFER_NODE and COFFER_PYTHON name a program and end the search. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The Node that runs this; null in Electron, whose binary refuses to be one. */
  readonly ownNode: string | null
}

/** What the search for an interpreter came to. */
export type Found = { readonly interpreter: Interpreter } | { readonly problem: string }

const CONFIGURED = { nodejs: 'COFFER_NODE', python: 'COFFER_PYTHON' } as const
const PROGRAMS = { nodejs: ['node'], python: ['python3', 'python'] } as const
const OLDEST = { nodejs: [18, 0], python: [3, 8] } as const
/** Where programs are that a desktop's PATH may leave out. */
const MORE_FOLDERS = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin']
const PROBE_TIMEOUT_MS = 20_000
const PROBES = {
  nodejs: ['-p', 'JSON.stringify([process.execPath, process.versions.node, []])'],
  python: ['-I', '-c', 'import json,sys; print(json.dumps([sys.executable, "%d.%d.%d" % sys.version_info[:3], [sys.prefix, sys.base_prefix, sys.exec_prefix] + sys.path]))'],
} as const
const WORDS = {
  nodejs: 'No Node.js was found to run the function with. Install Node.js 20 or later, or name it with COFFER_NODE, and start Coffer again.',
  python: 'No Python was found to run the function with. Install Python 3.8 or later, or name it with COFFER_PYTHON, and start Coffer again.',
} as const

/** Looks for interpreters, and keeps what it found for as long as the program is there. */
export class Interpreters {
  readonly #places: InterpreterPlaces
  readonly #found = new Map<Runtime, Interpreter>()

  constructor(places: InterpreterPlaces) {
    this.#places = places
  }

  async find(runtime: Runtime): Promise<Found> {
    const kept = this.#found.get(runtime)
    if (kept !== undefined && (await isProgram(kept.path))) return { interpreter: kept }
    const { environment } = this.#places
    const configured = environment[CONFIGURED[runtime]]
    if (configured !== undefined && configured !== '') {
      const interpreter = isAbsolute(configured) ? await probe(runtime, configured, environment) : null
      if (interpreter === null) return { problem: `${CONFIGURED[runtime]} names ${configured}, which is no ${runtime === 'nodejs' ? 'Node.js' : 'Python'} of version ${OLDEST[runtime].join('.')} or later. Give its whole path.` }
      return this.#keep(interpreter)
    }
    for (const candidate of this.#candidates(runtime)) {
      if (!(await isProgram(candidate))) continue
      const interpreter = await probe(runtime, candidate, environment)
      if (interpreter !== null) return this.#keep(interpreter)
    }
    return { problem: WORDS[runtime] }
  }

  #keep(interpreter: Interpreter): Found {
    this.#found.set(interpreter.runtime, interpreter)
    return { interpreter }
  }

  #candidates(runtime: Runtime): readonly string[] {
    const { platform, environment, ownNode } = this.#places
    const path = environment['PATH'] ?? environment['Path'] ?? ''
    const folders = [...path.split(delimiter).filter((folder) => isAbsolute(folder)), ...(platform === 'win32' ? [] : MORE_FOLDERS)]
    const ending = platform === 'win32' ? '.exe' : ''
    const found = [...new Set(folders)].flatMap((folder) => PROGRAMS[runtime].map((name) => join(folder, `${name}${ending}`)))
    return runtime === 'nodejs' && ownNode !== null ? [...found, ownNode] : found
  }
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}

/** Asks a program what it is; null when it is none of these, or too old. */
async function probe(runtime: Runtime, path: string, environment: InterpreterPlaces['environment']): Promise<Interpreter | null> {
  const { NODE_OPTIONS: _options, ...env } = environment
  const answer = await new Promise<string>((resolve) => {
    execFile(path, PROBES[runtime], { env, timeout: PROBE_TIMEOUT_MS }, (error, stdout) => resolve(error === null ? stdout : ''))
  })
  try {
    const [program, version, folders] = JSON.parse(answer) as [string, string, readonly string[]]
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const [oldestMajor, oldestMinor] = OLDEST[runtime]
    if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) return null
    return { runtime, path: program, version, folders: [...new Set(folders.filter((folder) => isAbsolute(folder)))] }
  } catch {
    return null
  }
}
