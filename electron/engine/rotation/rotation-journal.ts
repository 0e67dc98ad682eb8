import type { RegionData } from '../open-vault.ts'
import type { LogLine, RotationStep } from './function-runner.ts'
import { type FinishedRun, HISTORY_KEPT, type RotationJob, type RotationRun, type StepRecord, STEPS_KEPT } from './rotation-record.ts'

const LOG_MAX_CHARACTERS = 64_000
const LINE_MAX_CHARACTERS = 2_000

/** The rotation of a secret that has not ended, or null. */
export function activeRun(region: RegionData, secretArn: string): RotationRun | null {
  return region.rotation.jobs.get(secretArn)?.active ?? null
}

/** Writes a new run; one that was still unfinished becomes history. Joins a running transaction. */
export function beginRun(region: RegionData, secretArn: string, run: RotationRun): void {
  region.store.transaction(() => {
    const job = jobOf(region, secretArn)
    const history = job.active === null ? job.history : [ended(job.active, 'abandoned', run.createdAtMs, 'Another rotation was asked for.'), ...job.history]
    putJob(region, { ...job, active: run, history })
  })
}

/** Changes the run of a token and returns it as it is then; null, and nothing is written, when it is not the active one any more. */
export function changeRun(region: RegionData, secretArn: string, token: string, change: Partial<RotationRun>): RotationRun | null {
  return region.store.transaction(() => {
    const job = jobOf(region, secretArn)
    if (job.active?.token !== token) return null
    const active = { ...job.active, ...change }
    putJob(region, { ...job, active })
    return active
  })
}

/** Notes that a step starts: on disk before the function is invoked. */
export function noteStepStart(region: RegionData, secretArn: string, run: RotationRun, step: RotationStep, nowMs: number): RotationRun | null {
  const started: StepRecord = { step, tryNumber: run.failedTries + 1, status: 'running', startedAtMs: nowMs }
  return changeRun(region, secretArn, run.token, { state: 'running', nextTryAtMs: undefined, steps: [...withoutInterrupted(run.steps), started].slice(-STEPS_KEPT) })
}

/** Notes how the step that runs has ended, with what it wrote. */
export function noteStepEnd(region: RegionData, secretArn: string, token: string, end: Pick<StepRecord, 'endedAtMs' | 'errorType' | 'errorMessage'>, log: readonly LogLine[]): RotationRun | null {
  return region.store.transaction(() => {
    const run = activeRun(region, secretArn)
    const last = run?.steps.at(-1)
    if (run === null || run.token !== token || last === undefined) return null
    const status = end.errorMessage === undefined ? 'succeeded' : 'failed'
    keepLog(region, secretArn, run, last, log)
    return changeRun(region, secretArn, token, { steps: [...run.steps.slice(0, -1), { ...last, ...end, status }] })
  })
}

/** Ends the run of a token; nothing is written when it is not the active one any more. Joins a running transaction. */
export function finishRun(region: RegionData, secretArn: string, token: string, outcome: FinishedRun['outcome'], nowMs: number, reason?: string): boolean {
  return region.store.transaction(() => {
    const job = jobOf(region, secretArn)
    if (job.active?.token !== token) return false
    putJob(region, { ...job, active: null, history: [ended(job.active, outcome, nowMs, reason), ...job.history] })
    return true
  })
}

/** The id of the log of one rotation. */
export function logId(secretArn: string, token: string): string {
  return `${secretArn} ${token}`
}

function jobOf(region: RegionData, secretArn: string): RotationJob {
  return region.rotation.jobs.get(secretArn) ?? { id: secretArn, active: null, history: [] }
}

function putJob(region: RegionData, job: RotationJob): void {
  const { jobs, logs } = region.rotation
  for (const { token } of job.history.slice(HISTORY_KEPT)) logs.delete(logId(job.id, token))
  jobs.put({ ...job, history: job.history.slice(0, HISTORY_KEPT) })
}

function ended({ token, kind, cause, functionArn, createdAtMs, steps }: RotationRun, outcome: FinishedRun['outcome'], endedAtMs: number, reason: string | undefined): FinishedRun {
  return { token, kind, cause, functionArn, createdAtMs, endedAtMs, outcome, reason, steps: withoutInterrupted(steps) }
}

/** A step that was running when the process died did not end; it says so. */
function withoutInterrupted(steps: readonly StepRecord[]): readonly StepRecord[] {
  return steps.map((step) => (step.status === 'running' ? { ...step, status: 'failed', errorType: 'Interrupted', errorMessage: 'Coffer ended while the step ran. The rotation goes on with the same version.' } : step))
}

function keepLog(region: RegionData, secretArn: string, run: RotationRun, step: StepRecord, log: readonly LogLine[]): void {
  if (log.length === 0) return
  const id = logId(secretArn, run.token)
  const before = region.rotation.logs.get(id)?.lines ?? []
  const lines = [...before, ...log.map(({ atMs, text }) => ({ step: step.step, tryNumber: step.tryNumber, atMs, text: text.slice(0, LINE_MAX_CHARACTERS) }))]
  let characters = 0
  const kept = lines.toReversed().filter(({ text }) => (characters += text.length + 1) <= LOG_MAX_CHARACTERS)
  region.rotation.logs.put({ id, secretArn, lines: kept.reverse() })
}
