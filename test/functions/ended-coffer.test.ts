import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingProgram } from '../endpoint/support/python-clients.ts'
import { writeCode } from './support/own-function.ts'

vi.setConfig({ testTimeout: 120_000 })

const RUNNER = fileURLToPath(new URL('./support/run-and-wait.ts', import.meta.url))
const noPython = missingProgram('python3', ['-c', 'pass'])
const noSandbox = missingProgram('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', '--proc', '/proc', 'true'])
const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))

/** A function that writes into what it prints that it has started, and then never gives way. */
const HANDLERS = {
  nodejs: 'exports.handler = () => { console.log("started"); for (;;); }',
  python: 'def handler(e, c):\n    print("started")\n    while True: pass',
} as const

describe.each([
  ['in the sandbox', true],
  ['without a sandbox', false],
])('Coffer is killed while a function runs %s', (_title, mayUseSandbox) => {
  beforeEach(({ skip }) => {
    skip(process.platform !== 'linux', 'needs linux')
    skip(mayUseSandbox && noSandbox !== null, 'needs bubblewrap')
  })

  it.for(['nodejs', 'python'] as const)('and a %s function that never gives way is gone too', async (runtime, { skip }) => {
    skip(runtime === 'python' && noPython !== null, 'needs python3')
    const folder = writeCode({ 'index.js': HANDLERS.nodejs, 'index.py': HANDLERS.python })
    made.push(folder)
    const coffer = spawn(process.execPath, [RUNNER, runtime, join(folder, runtime === 'nodejs' ? 'index.js' : 'index.py'), String(mayUseSandbox)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    coffer.stdout.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter((line) => line !== '')))
    // The process that spends its time in the loop is the function's.
    const pids = await vi.waitFor(
      () => {
        const found = lines.at(-1)?.split(' ').map(Number) ?? []
        if (found.length === 0) throw new Error('It has not started')
        return found
      },
      { timeout: 60_000, interval: 50 },
    )
    expect(pids.every(isRunning)).toBe(true)
    coffer.kill('SIGKILL')
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 30_000, interval: 50 })
  })
})
