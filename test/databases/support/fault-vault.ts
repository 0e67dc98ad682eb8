import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { mergeRunners } from '../../../electron/core/merge-runners.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { FunctionInvocation, FunctionOutcome, RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { createBuiltInRunner } from '../../../electron/functions/built-in-runner.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { fillDisk } from '../../support/small-disk.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'
import { TEST_ACCOUNT, TEST_REGION } from '../../support/test-core.ts'
import { copyFiles, copyOf, type FaultFiles, type Files } from './fault-files.ts'

const FILLER = 'filler'

/** What stands between the engine and a step's function. A step may be at work when its engine is killed, and end after that. */
export type StepGate = (event: RotationEvent, invocation: FunctionInvocation, step: { readonly run: (invocation: FunctionInvocation) => Promise<FunctionOutcome>; readonly isKilled: () => boolean }) => Promise<FunctionOutcome>

/** A vault with the real engine and the functions that ship, that can be killed and opened again, on a small disk if wanted. */
export class FaultVault {
  readonly clock = new FakeClock()
  readonly #files: FaultFiles
  readonly #gate: StepGate
  readonly #isSmall: boolean
  #disk: string
  #keychain = new MemoryKeychain()
  #engine: Engine | null = null
  #isFull = false
  #isAtStep = false
  #changes = 0
  #waiting: (() => void)[] = []
  /** How a try ended could not be written: the engine tries again by itself. */
  isUnsettled = false

  /** A vault of files that are copied; without any it is not made yet. */
  constructor(files: FaultFiles, gate: StepGate, { isSmall, from }: { readonly isSmall: boolean; readonly from: Files | null }) {
    this.#files = files
    this.#gate = gate
    this.#isSmall = isSmall
    this.#disk = files.take(isSmall)
    if (from === null) return
    copyFiles(from.folder, this.#disk, isSmall)
    this.#keychain = copyOf(from.keychain)
  }

  get isOpen(): boolean {
    return this.#engine !== null
  }

  /** Whether a function is at work; when it has ended, something changes. */
  get isAtStep(): boolean {
    return this.#isAtStep
  }

  /** How often something changed in a rotation, or with the engine itself. */
  get changes(): number {
    return this.#changes
  }

  /** Waits for more changes than those that were seen. @throws Error when none comes */
  async changeAfter(seen: number, withinMs: number): Promise<void> {
    if (this.#changes > seen) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve)
      timer = setTimeout(() => reject(new Error('A step did not end')), withinMs)
    })
    clearTimeout(timer)
  }

  async open(): Promise<void> {
    const builtIn = createBuiltInRunner()
    const isKilled = (): boolean => this.#engine !== engine
    const run = async (invocation: FunctionInvocation): Promise<FunctionOutcome> => {
      this.#isAtStep = true
      try {
        return await this.#gate(invocation.payload as RotationEvent, invocation, { run: builtIn.run, isKilled })
      } finally {
        if (!isKilled()) this.#isAtStep = false
      }
    }
    this.#isAtStep = false
    const silent = (): void => undefined
    const error = (message: string): void => {
      // One that was killed still says things.
      if (isKilled() || !message.startsWith('How a rotation ended could not be written')) return
      this.isUnsettled = true
      this.#changed()
    }
    const host = createTestHost(join(this.#disk, 'vault'), {
      clock: this.clock,
      keychain: this.#keychain,
      functions: mergeRunners({ builtIn: { ...builtIn, run } }),
      log: { debug: silent, info: silent, warn: silent, error },
    })
    const engine: Engine = createEngine(host, { accountId: TEST_ACCOUNT, region: TEST_REGION })
    engine.onEvent(({ type }) => {
      if (type === 'rotation-changed' && !isKilled()) this.#changed()
    })
    this.#engine = engine
    if (engine.status().state === 'absent') await this.call('workbench:CreateVault', { Protection: 'keychain' })
    else await this.call('workbench:Unlock', { Method: 'keychain' })
  }

  call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
    if (this.#engine === null) throw new Error('The vault is not open')
    return this.#engine.execute({ door: 'window', principal: { type: 'root', accountId: TEST_ACCOUNT }, region: TEST_REGION, requestId: randomUUID() }, operation, input) as never
  }

  /** The files as they lie there now; for what a kill finds when the disk has lied. */
  snapshot(): Files {
    const folder = this.#files.take(false)
    copyFiles(this.#disk, folder, false)
    return { folder, keychain: copyOf(this.#keychain) }
  }

  /** Ends the engine, and leaves the files as they lay when it was killed: nothing was closed or written out before. */
  async kill(from?: Files): Promise<void> {
    const disk = this.#files.take(this.#isSmall)
    copyFiles(from?.folder ?? this.#disk, disk, this.#isSmall)
    // What the engine writes as it closes is not for the one after it: it was killed.
    this.#keychain = copyOf(from?.keychain ?? this.#keychain)
    if (this.#isFull) fillDisk(join(disk, FILLER))
    const [engine, old] = [this.#engine, this.#disk]
    this.#engine = null
    this.#disk = disk
    this.isUnsettled = false
    this.#changed()
    await engine?.close()
    this.#files.giveBack(old, this.#isSmall)
  }

  fill(): void {
    this.#isFull = true
    fillDisk(join(this.#disk, FILLER))
  }

  free(): void {
    this.#isFull = false
    rmSync(join(this.#disk, FILLER), { force: true })
  }

  async close(): Promise<void> {
    await this.#engine?.close()
    this.#files.giveBack(this.#disk, this.#isSmall)
  }

  #changed(): void {
    this.#changes += 1
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
