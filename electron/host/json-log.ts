import type { Logger } from '../engine/host.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'
const LEVELS: readonly Level[] = ['debug', 'info', 'warn', 'error']

/**
 * A log of one JSON object a line. Facts are ids, names of operations, counts and codes: whoever logs chooses them one by one,
 * and nothing here prints an object it was handed whole.
 */
export function createJsonLog(write: (line: string) => void, lowest: Level, nowMs: () => number): Logger {
  const log = (level: Level) => (message: string, facts: Readonly<Record<string, unknown>> = {}): void => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(lowest)) return
    const plain = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, plainFact(fact)]))
    write(JSON.stringify({ time: new Date(nowMs()).toISOString(), level, message, ...plain }))
  }
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

function plainFact(fact: unknown): string | number | boolean | null {
  if (typeof fact === 'string' || typeof fact === 'number' || typeof fact === 'boolean' || fact === null) return fact
  return Array.isArray(fact) ? fact.map((item) => String(plainFact(item))).join(', ') : `[${typeof fact}]`
}
