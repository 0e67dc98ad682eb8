// Runs a function whose handler never gives way, and prints the ids of its processes once it loops.
// Usage: node run-and-wait.ts RUNTIME CODE MAY-USE-SANDBOX
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createOwnFunctions } from '../../../electron/functions/own/own-functions.ts'
import { Sensitive } from '../../../shared/sensitive.ts'

const [runtime, codePath = '', mayUseSandbox] = process.argv.slice(2)
if (runtime !== 'nodejs' && runtime !== 'python') throw new Error('Usage: run-and-wait.ts nodejs|python CODE true|false')

const BUSY_TICKS = 150
const requestId = randomUUID()
const marker = `[$LATEST]${requestId.replaceAll('-', '')}`
const functions = createOwnFunctions({ platform: process.platform, environment: process.env, ownNode: process.execPath, mayUseSandbox: mayUseSandbox === 'true' })
void functions.run({
  functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:busy',
  target: { kind: 'own', functionName: 'busy', runtime, codePath, handler: 'index.handler', environment: {}, memoryMiB: 128, codeSha256: await functions.codeSha256(codePath) },
  requestId,
  accountId: '123456789012',
  region: 'eu-central-1',
  payload: {},
  timeoutMs: 900_000,
  call: () => Promise.reject(new Error('Not by this way')),
  credentials: { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: new Sensitive('secret'), sessionToken: new Sensitive('token') },
  endpointUrl: 'http://127.0.0.1:9',
  signal: new AbortController().signal,
})

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
const own = (): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(marker))
/** Ticks of a processor that a process has used: fields 14 and 15 after its name. */
const ticks = (pid: string): number => {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
}
const timer = setInterval(() => {
  const pids = own()
  if (!pids.some((pid) => ticks(pid) > BUSY_TICKS)) return
  clearInterval(timer)
  process.stdout.write(`${pids.join(' ')}\n`)
}, 100)
