import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Principal } from '../../../electron/engine/caller.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import type { CofferEvent } from '../../../shared/ipc/contract.ts'
import { ScriptedRunner } from '../../support/scripted-runner.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'

export const ACCOUNT = '123456789012'
export const REGION = 'eu-central-1'
export const SCRIPTED_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:builtin-scripted`
export const DATABASE = { engine: 'postgres', host: 'db.local', port: 5432, username: 'app', password: 'first', dbname: 'shop' }

export interface RotationBench {
  readonly engine: Engine
  readonly clock: FakeClock
  readonly runner: ScriptedRunner
  readonly events: readonly CofferEvent[]
  readonly folder: string
  readonly keychain: MemoryKeychain
  call<N extends OperationName>(operation: N, input: WireInput<N>, as?: Principal): Promise<WireOutput<N>>
  /** Makes a database secret and returns its ARN. */
  makeSecret(name: string, more?: object): Promise<string>
  describe(secretId: string): Promise<WireOutput<'secretsmanager:DescribeSecret'>>
  /** Waits until a condition holds; the work that it waits for takes turns of the event loop and no time. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>
  /** Waits until nothing of the secret's rotation runs, and says how it stands. */
  settled(secretId: string): Promise<string>
  /** Seals the vault and opens it in a new engine, as after a restart. */
  restart(): Promise<RotationBench>
  close(): Promise<void>
}

interface BenchParts {
  readonly folder?: string
  readonly keychain?: MemoryKeychain
  readonly clock?: FakeClock
  readonly runner?: ScriptedRunner
  /** False: nobody is told of events, so that no timer is set for telling. */
  readonly listens?: boolean
}

const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const ROOT: Principal = { type: 'root', accountId: ACCOUNT }
/** Real time, in milliseconds, after which a condition is taken never to hold. */
const GIVE_UP_AFTER_MS = 30_000

/** The engine with its scheduler and rotations, a clock that is moved by hand, and functions that do what the test says. */
export async function openBench(parts: BenchParts = {}): Promise<RotationBench> {
  const folder = parts.folder ?? mkdtempSync(join(SCRATCH, 'coffer-rotation-'))
  const keychain = parts.keychain ?? new MemoryKeychain()
  const clock = parts.clock ?? new FakeClock()
  const runner = parts.runner ?? new ScriptedRunner()
  const engine = createEngine(createTestHost(folder, { keychain, clock, functions: runner }), { accountId: ACCOUNT, region: REGION })
  const events: CofferEvent[] = []
  if (parts.listens !== false) engine.onEvent((event) => events.push(event))
  const run = (operation: string, input: unknown, as: Principal = ROOT): Promise<unknown> =>
    engine.execute({ door: 'window', principal: as, region: REGION, requestId: randomUUID() }, operation, input)
  const call: RotationBench['call'] = (operation, input, as) => run(operation, input, as) as never
  if (parts.folder === undefined) await call('workbench:CreateVault', { Protection: 'keychain' })
  else await call('workbench:Unlock', { Method: 'keychain' })
  const bench: RotationBench = {
    engine,
    clock,
    runner,
    events,
    folder,
    keychain,
    call,
    async makeSecret(name, more = {}) {
      const made = (await run('secretsmanager:CreateSecret', { Name: name, SecretString: JSON.stringify({ ...DATABASE, host: `${name}.local`, ...more }) })) as { readonly ARN: string }
      return made.ARN
    },
    describe: (SecretId) => run('secretsmanager:DescribeSecret', { SecretId }) as never,
    async until(condition) {
      const endMs = performance.now() + GIVE_UP_AFTER_MS
      while (performance.now() < endMs) {
        if (await condition()) return
        await new Promise((resolve) => setImmediate(resolve))
      }
      throw new Error('The condition did not come to hold')
    },
    async settled(SecretId) {
      let state = ''
      await bench.until(async () => {
        const { Active, History } = (await run('workbench:GetRotation', { SecretId })) as { Active?: { State: string }; History: { Outcome: string }[] }
        state = Active?.State ?? History[0]?.Outcome ?? 'none'
        return !['waiting', 'running'].includes(state)
      })
      return state
    },
    async restart() {
      await engine.close()
      return openBench({ ...parts, folder, keychain, clock, runner })
    },
    async close() {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return bench
}
