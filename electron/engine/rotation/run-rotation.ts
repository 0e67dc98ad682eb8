import { ServiceError } from '../../../shared/errors.ts'
import type { RegionData } from '../open-vault.ts'
import { type SecretRecord, versionWithId, versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT, AWSPENDING } from '../secretsmanager/staging-labels.ts'
import type { KnownFunction } from './find-function.ts'
import type { RotationStep } from './function-runner.ts'
import { type PreparedRotation, prepareRotation } from './prepare-rotation.ts'
import { withEmptyPending } from './rotate-secret.ts'
import { rotationErrors } from './rotation-errors.ts'
import { activeRun, changeRun, noteStepEnd, noteStepStart } from './rotation-journal.ts'
import type { RotationLocks } from './rotation-locks.ts'
import { type RotationRun, STEPS } from './rotation-record.ts'
import { lockWish } from './rotation-target.ts'
import { callAs, runFunction, type FunctionRunParts } from './run-function.ts'

/** How one try ended. `over`: the rotation was ended from outside, or its secret is gone; there is nothing more to do. */
export type TryEnd =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly errorType: string; readonly errorMessage: string }
  | { readonly kind: 'postponed'; readonly errorMessage: string }
  | { readonly kind: 'over'; readonly reason: string }

export interface RotationParts extends FunctionRunParts {
  readonly locks: RotationLocks
  readonly regionOf: () => RegionData | null
  readonly secretArn: string
  readonly token: string
  readonly signal: AbortSignal
  readonly started: (run: RotationRun) => void
}

/**
 * One try of a rotation or a test: the target is looked at, the pending version is made if it is not there, and the steps run
 * in order. Every step's start is on disk before it runs, and a step's word is not taken for what the vault should show.
 */
export async function runRotation(parts: RotationParts): Promise<TryEnd> {
  try {
    const before = standing(parts)
    if (typeof before === 'string') return { kind: 'over', reason: before }
    const prepared = await prepareRotation(parts, before.region, before.secret)
    const release = await parts.locks.acquire(lockWish(parts.secretArn, prepared.target, prepared.masterArn), parts.signal)
    if (release === null) return { kind: 'over', reason: 'Coffer is closing.' }
    try {
      return await runSteps(parts, prepared)
    } finally {
      release()
    }
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    if (error !== thrown) parts.host.log.error('A rotation failed inside', { secretArn: parts.secretArn, cause: thrown instanceof Error ? thrown.name : typeof thrown })
    return failed(error.code, error.message)
  }
}

async function runSteps(parts: RotationParts, prepared: PreparedRotation): Promise<TryEnd> {
  const before = standing(parts)
  if (typeof before === 'string') return { kind: 'over', reason: before }
  const unreachable = before.run.kind === 'rotation' ? await probeTarget(parts, prepared, before.secret) : null
  if (unreachable !== null) return { kind: 'postponed', errorMessage: unreachable }
  if (before.run.steps.length === 0) parts.started(before.run)
  if (before.run.kind === 'test') await makeTestVersion(parts, prepared)
  else makePending(parts)
  const readers = readersOf(parts, prepared)
  try {
    // A try before this one, also one that ended with the process, may have changed the password already.
    if (before.run.steps.some(({ step }) => step === 'setSecret')) readers.hold()
    for (const step of before.run.kind === 'test' ? (['testSecret'] as const) : STEPS) {
      if (step === 'setSecret') readers.hold()
      const end = await runStep(parts, prepared, step)
      if (end !== null) return end
    }
    return { kind: 'succeeded' }
  } finally {
    readers.letGo()
  }
}

/** Those who read the secret meanwhile: held once it is said, if the rotation may lock them out, until they are let go. */
function readersOf({ vault, secretArn }: RotationParts, { known, principal }: PreparedRotation): { hold(): void; letGo(): void } {
  let letGo: (() => void) | null = null
  return {
    hold() {
      if (mayLockReadersOut(known)) letGo ??= vault.heldReads.hold(secretArn, principal.arn)
    },
    letGo() {
      letGo?.()
    },
  }
}

/** Whether the current value may be refused from setSecret on: the user's own function may do anything; two users leave the old login alone. */
function mayLockReadersOut(known: KnownFunction): boolean {
  return known.kind === 'own' || known.builtIn.strategy === 'single'
}

async function runStep(parts: RotationParts, prepared: PreparedRotation, step: RotationStep): Promise<TryEnd | null> {
  const { host, secretArn, token, signal } = parts
  const now = standing(parts)
  if (typeof now === 'string') return { kind: 'over', reason: now }
  noteStepStart(now.region, secretArn, now.run, step, host.clock.nowMs())
  const payload = { Step: step, SecretId: secretArn, ClientRequestToken: token, RotationToken: host.random.uuid() }
  const { outcome } = await runFunction(parts, { known: prepared.known, principal: prepared.principal, region: now.region.region, payload, signal, secretArn, step })
  const region = signal.aborted ? null : parts.regionOf()
  if (region === null) return { kind: 'over', reason: 'Coffer is closing.' }
  const problem = outcome.status === 'failed' ? outcome : unkept(region, parts, step)
  const endedAtMs = host.clock.nowMs()
  if (problem === null) {
    noteStepEnd(region, secretArn, token, { endedAtMs }, outcome.log)
    return null
  }
  const { errorType, errorMessage } = problem
  noteStepEnd(region, secretArn, token, { endedAtMs, errorType, errorMessage: errorMessage.slice(0, 2_000) }, outcome.log)
  return failed(errorType, errorMessage)
}

/** What a step promised by ending well and the vault does not show; null when it kept its word. */
function unkept(region: RegionData, { secretArn, token }: RotationParts, step: RotationStep): { readonly errorType: string; readonly errorMessage: string } | null {
  const secret = region.secrets.findByArn(secretArn)
  const version = secret === null ? null : versionWithId(secret, token)
  // A rotation that was ended meanwhile is seen before the next step.
  if (secret === null || activeRun(region, secretArn)?.token !== token) return null
  if (step === 'createSecret' && (version === null || version.valueId === null)) {
    return { errorType: 'StepNotDone', errorMessage: `The function’s createSecret step ended without an error, but version ${token} has no value. It must call PutSecretValue with that ClientRequestToken and the label AWSPENDING.` }
  }
  if (step === 'finishSecret' && version?.stages.includes(AWSCURRENT) !== true) {
    return { errorType: 'StepNotDone', errorMessage: `The function’s finishSecret step ended without an error, but AWSCURRENT is not on version ${token}. It must move it there with UpdateSecretVersionStage.` }
  }
  return null
}

/** The rotation as it is now, or in words why there is nothing more to do. */
function standing(parts: RotationParts): { readonly region: RegionData; readonly secret: SecretRecord; readonly run: RotationRun } | string {
  const region = parts.signal.aborted ? null : parts.regionOf()
  if (region === null) return 'Coffer is closing.'
  const run = activeRun(region, parts.secretArn)
  if (run?.token !== parts.token) return 'The rotation was ended.'
  const secret = region.secrets.findByArn(parts.secretArn)
  if (secret === null || secret.deletedAtMs !== undefined) return 'The secret was deleted.'
  if (secret.rotation?.enabled !== true) return 'Rotation was cancelled.'
  return { region, secret, run }
}

/** Why the target of a database secret cannot be reached; null when it can, or when there is no telling. */
async function probeTarget(parts: RotationParts, { current, target }: PreparedRotation, secret: SecretRecord): Promise<string | null> {
  if (target === null || current instanceof ServiceError) return null
  const probe = await parts.host.functions.probe(current, secret.tags ?? [], parts.signal)
  return probe?.status === 'fails' && probe.failure === 'unreachable' ? probe.message : null
}

/** Makes the empty version of the rotation, unless it is there. */
function makePending(parts: RotationParts): void {
  const now = standing(parts)
  if (typeof now === 'string') return
  const { region, secret } = now
  const pending = versionWithStage(secret, AWSPENDING)
  const isThere = versionWithId(secret, parts.token) !== null
  if (pending !== null && pending.versionId !== parts.token && !pending.stages.includes(AWSCURRENT)) throw rotationErrors.notComplete()
  region.store.transaction(() => {
    if (!isThere) region.secrets.rows.put(withEmptyPending(secret, parts.token, parts.host.clock.nowMs()))
    changeRun(region, parts.secretArn, parts.token, { state: 'running', nextTryAtMs: undefined })
  })
}

/** A test gets a version of its own with a copy of the current value, put there as the function's role. */
async function makeTestVersion(parts: RotationParts, { current, principal }: PreparedRotation): Promise<void> {
  if (current instanceof ServiceError) throw current
  const now = standing(parts)
  if (typeof now === 'string') return
  await callAs(parts, principal, now.region.region)('PutSecretValue', { SecretId: parts.secretArn, ClientRequestToken: parts.token, SecretString: current.reveal(), VersionStages: [AWSPENDING] })
}

function failed(errorType: string, errorMessage: string): TryEnd {
  return { kind: 'failed', errorType, errorMessage: errorMessage.slice(0, 2_000) }
}
