import type { FunctionRuntime, RotationFunction } from '../../store/functions.ts'

const STRATEGY = { single: 'One user', alternating: 'Two users', generator: 'Generator' } as const
const RUNTIME: Readonly<Record<string, string>> = { nodejs: 'Node.js', python: 'Python', 'built-in': 'Built in' }

export function strategyWords(strategy: RotationFunction['Strategy']): string | null {
  return strategy === undefined ? null : STRATEGY[strategy]
}

/** `Python 3.11.2`; without the version where the interpreter is not there. */
export function runtimeWords(runtime: string, runtimes: readonly FunctionRuntime[]): string {
  const found = runtimes.find((one) => one.Runtime === runtime)
  return `${RUNTIME[runtime] ?? runtime}${found === undefined ? '' : ` ${found.Version}`}`
}

/** What holds the code of the user's back here, in words. */
export function isolationWords(runtime: string, runtimes: readonly FunctionRuntime[]): string {
  if (runtime === 'built-in') return 'Part of Coffer: it reaches secrets only as its role, and the database that the secret names.'
  const found = runtimes.find((one) => one.Runtime === runtime)
  if (found === undefined) return `No ${RUNTIME[runtime] ?? runtime} was found on this computer, so it cannot run. Install it and start Coffer again.`
  return found.Isolation === 'bubblewrap'
    ? 'In a bubblewrap sandbox: of your files it sees a copy of its own folder only. It can use the network.'
    : 'As a process of your user, with an empty environment and a private home folder. It can read your files and use the network.'
}

/** What the code may do in the vault while it runs. */
export function reachWords(role: string | undefined): readonly string[] {
  return [
    `The vault as the role ${role === undefined ? 'coffer-rotation' : role.slice(role.lastIndexOf('/') + 1)}, through the local endpoint, with access keys that end with the run.`,
    'The one secret that it rotates: DescribeSecret, GetSecretValue, PutSecretValue, UpdateSecretVersionStage.',
    'The admin secret that this secret names, to read; GetRandomPassword. No other secret, and no list of them.',
  ]
}

/** What a person must do before the function can run; null when it can. */
export type Consent = 'not-agreed' | 'changed' | 'unreadable' | null

/** `present` is the hash of the code as it is on the disk now. */
export function consentOf(agreed: string | undefined, present: string | undefined): Consent {
  if (present === undefined) return 'unreadable'
  if (agreed === undefined) return 'not-agreed'
  return agreed === present ? null : 'changed'
}

/** Handlers are `file.export`, as in Lambda; a guess from the path that was chosen. */
export function suggestedHandler(codePath: string, runtime: 'nodejs' | 'python'): string {
  const file = /([^/\\]+)\.(?:py|js|mjs|cjs)$/.exec(codePath)?.[1]
  if (runtime === 'python') return `${file ?? 'lambda_function'}.lambda_handler`
  return `${file ?? 'index'}.handler`
}

export function suggestedRuntime(codePath: string): 'nodejs' | 'python' | null {
  if (codePath.endsWith('.py')) return 'python'
  return /\.[mc]?js$/.test(codePath) ? 'nodejs' : null
}

/** Why Lambda would refuse a name, or null. Source: Lambda API reference, CreateFunction. */
export function functionNameProblem(name: string): string | null {
  if (name === '') return null
  if (name.startsWith('builtin-')) return 'Names that begin with builtin- are those of functions that come with Coffer.'
  if (!/^[a-zA-Z0-9-_]+$/.test(name)) return 'Use letters, digits, - and _ only.'
  return name.length > 64 ? 'A name has at most 64 characters.' : null
}
