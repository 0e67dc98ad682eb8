// Says what set-up does and how long each step took; runs child processes. Runs on Node 20 with nothing installed.
import { spawn } from 'node:child_process'

export class SetupError extends Error {
  name = 'SetupError'
}

/** Seconds with one decimal, as people read them. */
export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`
}

/** Runs one named step and prints a line before and after it; returns what the step returns. */
export async function step(title, run) {
  const startedAt = performance.now()
  console.log(`  … ${title}`)
  const result = await run()
  console.log(`  ✓ ${title} (${seconds(startedAt)})`)
  return result
}

/**
 * Runs a program to its end. Rejects with the program's last lines if it fails or takes longer than `timeoutMs`.
 * `show` passes the output through; otherwise it is kept for the error.
 */
export function run(program, args, { cwd, env, timeoutMs, show = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'] })
    let output = ''
    let stdout = ''
    child.stdout?.on('data', (chunk) => {
      output += chunk
      stdout += chunk
    })
    child.stderr?.on('data', (chunk) => (output += chunk))
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.on('error', (error) => {
      clearTimeout(timer)
      reject(new SetupError(`${program} did not start: ${error.message}`))
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) return resolve(stdout)
      const tail = output.trimEnd().split('\n').slice(-15).join('\n')
      reject(new SetupError(`${program} ${args.join(' ')} ended with ${signal ?? `code ${code}`}${tail ? `:\n${tail}` : ''}`))
    })
  })
}

/** npm as a child process: `npm.cmd` needs a shell on Windows. */
export function npm(args, options = {}) {
  const windows = process.platform === 'win32'
  return run(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows })
}
