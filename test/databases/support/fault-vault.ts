import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mergeRunners } from '../../../electron/core/merge-runners.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { FunctionInvocation, FunctionOutcome, RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { createBuiltInRunner } from '../../../electron/functions/built-in-runner.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'
import { fillDisk, mountDisk, unmountDisk } from '../../support/small-disk.ts'

const ACCOUNT = '123456789012'
const REGION = 'eu-central-1'
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
/** Room for a vault with its reserve, and not much more. */
const DISK = '16m'
const FILLER = 'filler'

/** What stands between the engine and a step's function. */
export type StepGate = (event: RotationEvent, invocation: FunctionInvocation, run: (invocation: FunctionInvocation) => Promise<FunctionOutcome>) => Promise<FunctionOutcome>

/** A vault's files, and what the keychain held at the same moment. */
export interface Files {
  readonly folder: string
  readonly keychain: MemoryKeychain
}

let template: Files | null = null

/** An empty vault, made once for a file of tests; each plan gets a copy of its files. `removeTemplate` ends it. */
export async function makeTemplate(): Promise<void> {
  if (template !== null) return
  const made = { folder: mkdtempSync(join(SCRATCH, 'coffer-fault-template-')), keychain: new MemoryKeychain() }
  const engine = createEngine(createTestHost(join(made.folder, 'vault'), { keychain: made.keychain }), { accountId: ACCOUNT, region: REGION })
  await engine.execute({ door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: randomUUID() }, 'workbench:CreateVault', { Protection: 'keychain' })
  await engine.close()
  template = made
}

/** Takes the template's files away: the process of a test is ended without a word, so nothing can be left to its exit. */
export function removeTemplate(): void {
  if (template !== null) rmSync(template.folder, { recursive: true, force: true })
  template = null
}

/** A vault with the real engine and the functions that ship, that can be killed and opened again, on a small disk if wanted. */
export class FaultVault {
  readonly clock = new FakeClock()
  readonly #gate: StepGate
  readonly #isSmall: boolean
  #disk: string
  #keychain: MemoryKeychain
  #engine: Engine | null = null
  #isFull = false
  /** How a try ended could not be written: the engine tries again by itself. */
  isUnsettled = false

  constructor(gate: StepGate, { isSmall }: { readonly isSmall: boolean }) {
    if (template === null) throw new Error('makeTemplate comes first')
    this.#gate = gate
    this.#isSmall = isSmall
    this.#disk = this.#newDisk()
    copyFiles(template.folder, this.#disk)
    this.#keychain = copyOf(template.keychain)
  }

  get isOpen(): boolean {
    return this.#engine !== null
  }

  async open(): Promise<void> {
    const builtIn = createBuiltInRunner()
    const run = (invocation: FunctionInvocation): Promise<FunctionOutcome> => this.#gate(invocation.payload as RotationEvent, invocation, builtIn.run)
    const silent = (): void => undefined
    const error = (message: string): void => void (this.isUnsettled ||= message.startsWith('How a rotation ended could not be written'))
    const host = createTestHost(join(this.#disk, 'vault'), {
      clock: this.clock,
      keychain: this.#keychain,
      functions: mergeRunners({ builtIn: { ...builtIn, run } }),
      log: { debug: silent, info: silent, warn: silent, error },
    })
    this.#engine = createEngine(host, { accountId: ACCOUNT, region: REGION })
    await this.call('workbench:Unlock', { Method: 'keychain' })
  }

  call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
    if (this.#engine === null) throw new Error('The vault is not open')
    return this.#engine.execute({ door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: randomUUID() }, operation, input) as never
  }

  /** The files as they lie there now; for what a kill finds when the disk has lied. */
  snapshot(): Files {
    const folder = mkdtempSync(join(SCRATCH, 'coffer-fault-snapshot-'))
    copyFiles(this.#disk, folder)
    return { folder, keychain: copyOf(this.#keychain) }
  }

  /** Ends the engine, and leaves the files as they lay when it was killed: nothing was closed or written out before. */
  async kill(from?: Files): Promise<void> {
    const disk = this.#newDisk()
    copyFiles(from?.folder ?? this.#disk, disk)
    // What the engine writes as it closes is not for the one after it: it was killed.
    this.#keychain = copyOf(from?.keychain ?? this.#keychain)
    if (this.#isFull) fillDisk(join(disk, FILLER))
    const [engine, old] = [this.#engine, this.#disk]
    this.#engine = null
    this.#disk = disk
    this.isUnsettled = false
    await engine?.close()
    this.#removeDisk(old)
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
    this.#removeDisk(this.#disk)
  }

  #newDisk(): string {
    const disk = mkdtempSync(join(SCRATCH, 'coffer-fault-'))
    if (this.#isSmall) mountDisk(disk, DISK)
    return disk
  }

  #removeDisk(disk: string): void {
    if (this.#isSmall) unmountDisk(disk)
    rmSync(disk, { recursive: true, force: true })
  }
}

function copyOf({ items }: MemoryKeychain): MemoryKeychain {
  const copy = new MemoryKeychain()
  for (const [account, value] of items) copy.items.set(account, value)
  return copy
}

/** A killed process leaves no shared memory, and the reserve is made anew. */
function copyFiles(from: string, to: string): void {
  mkdirSync(join(to, 'vault'), { recursive: true, mode: 0o700 })
  cpSync(join(from, 'vault'), join(to, 'vault'), { recursive: true, filter: (file) => !/-shm$|\.reserve$/.test(file) })
}
