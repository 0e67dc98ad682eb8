import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { getCurrentFuseWire, FuseState, FuseV1Options } from '@electron/fuses'
import { expect, test } from '@playwright/test'
import { needsDisplay, startDisplay } from '../../scripts/desktop.mjs'

/** The product as it is shipped: black box, no test protocol reaches into it. An ordinary user runs it, since root has no sandbox. */
const NOBODY = 65_534
const ROOT = path.resolve(import.meta.dirname, '../..')

test.describe.configure({ mode: 'serial' })
test.skip(process.platform !== 'linux', 'needs linux')
test.skip(process.getuid?.() !== 0, 'needs root')

let folder = ''
let executable = ''
let display: { environment: Record<string, string>; stop: () => Promise<void> } | null = null

test.beforeAll(async () => {
  test.setTimeout(300_000)
  folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-packaged-'))
  await chmod(folder, 0o755)
  const packed = spawnSync(process.execPath, ['scripts/package.mjs', '--dir', `-c.directories.output=${folder}`], { cwd: ROOT, encoding: 'utf8' })
  expect(packed.status, packed.stderr).toBe(0)
  executable = path.join(folder, 'linux-unpacked', 'coffer')
  if (needsDisplay()) display = await startDisplay()
  const home = path.join(folder, 'home')
  await mkdir(home, { mode: 0o700 })
  await chown(home, NOBODY, NOBODY)
})

test.afterAll(async () => {
  await display?.stop()
  await rm(folder, { recursive: true, force: true })
})

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', executable, ...args], {
    env: {
      PATH: process.env['PATH'],
      DISPLAY: process.env['DISPLAY'],
      ...display?.environment,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      HOME: path.join(folder, 'home'),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Command lines and seccomp modes of a process and all below it. */
function processTree(pid: number): readonly { readonly command: string; readonly seccomp: string }[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      parents.set(Number(name), Number(/^PPid:\t(\d+)/m.exec(status)?.[1]))
    } catch {
      // It ended between the listing and the reading.
    }
  }
  const belongs = (candidate: number | undefined): boolean => candidate !== undefined && candidate > 1 && (candidate === pid || belongs(parents.get(candidate)))
  return [...parents.keys()].filter(belongs).flatMap((member) => {
    try {
      const command = readFileSync(`/proc/${String(member)}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const seccomp = /^Seccomp:\t(\d)/m.exec(readFileSync(`/proc/${String(member)}/status`, 'utf8'))?.[1] ?? ''
      return [{ command, seccomp }]
    } catch {
      return []
    }
  })
}

test('the fuses are blown as they must be', async () => {
  const wire = await getCurrentFuseWire(executable)
  const state = (fuse: FuseV1Options): boolean => (wire as unknown as Record<number, FuseState>)[fuse] === FuseState.ENABLE
  expect({
    runAsNode: state(FuseV1Options.RunAsNode),
    cookieEncryption: state(FuseV1Options.EnableCookieEncryption),
    nodeOptions: state(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
    nodeCliInspect: state(FuseV1Options.EnableNodeCliInspectArguments),
    onlyLoadAppFromAsar: state(FuseV1Options.OnlyLoadAppFromAsar),
    browserSnapshot: state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
    fileProtocolPrivileges: state(FuseV1Options.GrantFileProtocolExtraPrivileges),
  }).toEqual({
    runAsNode: false,
    cookieEncryption: true,
    nodeOptions: false,
    nodeCliInspect: false,
    onlyLoadAppFromAsar: true,
    browserSnapshot: false,
    fileProtocolPrivileges: false,
  })
})

test('the package holds no other app beside its archive, and no development Electron', () => {
  const resources = readdirSync(path.join(folder, 'linux-unpacked', 'resources'))
  expect(resources).toContain('app.asar')
  expect(resources.filter((name) => name === 'app' || name === 'default_app.asar')).toEqual([])
})

for (const dangerous of ['--remote-debugging-port=0', '--remote-debugging-pipe', '--js-flags=--expose-gc', '--no-sandbox', '--inspect=0', '--load-extension=/tmp', '--proxy-server=127.0.0.1:1']) {
  test(`it does not start with ${dangerous}`, async () => {
    const child = start([dangerous])
    let output = ''
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(2)
    expect(output).toContain(`Coffer does not start with ${dangerous.split('=')[0] ?? ''}`)
    expect(output).not.toMatch(/DevTools listening|Debugger listening/)
  })
}

test('Node’s own ways in are closed', async () => {
  const evil = path.join(folder, 'evil.cjs')
  const proof = path.join(folder, 'home', 'proof')
  await writeFile(evil, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, 'ran')`)
  const asNode = start(['-e', `require('node:fs').writeFileSync(${JSON.stringify(proof)}, 'ran')`, '--no-sandbox'], { ELECTRON_RUN_AS_NODE: '1' })
  await once(asNode, 'exit')
  const withOptions = start(['--no-sandbox'], { NODE_OPTIONS: `--require ${evil}` })
  await once(withOptions, 'exit')
  expect(existsSync(proof)).toBe(false)
})

test('a function of the user’s runs: what its interpreter reads comes out of the archive', async () => {
  test.skip(!existsSync('/usr/bin/python3'), 'needs python3')
  const vault = path.join(folder, 'home', 'functions')
  const code = path.join(folder, 'home', 'own')
  const environment = { PATH: '/usr/bin:/bin', COFFER_PASSPHRASE: 'quiet harbour lantern seven', COFFER_VAULT: vault }
  const coffer = async (...words: readonly string[]): Promise<{ readonly code: number; readonly output: string }> => {
    const child = start(words, environment)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [exitCode] = (await once(child, 'close')) as [number]
    return { code: exitCode, output }
  }
  const serving = start(['serve', '--vault', vault, '--port', '0'], environment)
  try {
    let ready = ''
    serving.stdout?.on('data', (chunk: Buffer) => (ready += chunk.toString()))
    await expect.poll(() => ready, { timeout: 60_000 }).toContain('"endpoint"')
    expect(await coffer('functions', 'new', code, '--runtime', 'python')).toMatchObject({ code: 0 })
    await writeFile(path.join(code, 'rotate.py'), 'def lambda_handler(event, context):\n    return context.function_name')
    expect(await coffer('functions', 'add', 'packed', '--runtime', 'python', '--code', code, '--handler', 'rotate.lambda_handler', '--yes')).toMatchObject({ code: 0 })
    const run = await coffer('functions', 'invoke', 'packed')
    expect(run.code, run.output).toBe(0)
    expect(run.output).toContain('"packed"')
  } finally {
    const ended = once(serving, 'exit')
    serving.kill('SIGTERM')
    await ended
  }
})

test('it opens for an ordinary user with every page behind the sandbox, starts its core, and ends on SIGTERM', async () => {
  const child = start([])
  const pid = child.pid ?? 0
  try {
    const renderers = (): readonly string[] => processTree(pid).filter(({ command }) => command.includes('--type=renderer')).map(({ seccomp }) => seccomp)
    await expect.poll(renderers, { timeout: 30_000 }).toEqual(['2'])
    await expect.poll(() => processTree(pid).some(({ command }) => command.includes('node.mojom.NodeService')), { timeout: 30_000 }).toBe(true)
  } finally {
    child.kill('SIGTERM')
  }
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect({ code, signal }).toEqual({ code: 0, signal: null })
})
