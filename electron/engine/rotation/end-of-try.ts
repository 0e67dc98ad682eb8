import type { RegionData } from '../open-vault.ts'
import { versionWithId } from '../secretsmanager/secret-record.ts'
import { AWSPENDING, detachLabel } from '../secretsmanager/staging-labels.ts'
import { activeRun, changeRun, finishRun } from './rotation-journal.ts'
import { RETRY_DELAYS_MS, type RotationRun } from './rotation-record.ts'
import { afterSuccess, jitterMs, scheduleOf } from './rotation-schedule.ts'
import { nextWindow } from '../../../shared/rotation/windows.ts'
import type { TryEnd } from './run-rotation.ts'
import { withoutPending, withoutVersion } from './settle-rotation.ts'

const POSTPONE_MS = 30_000
const LONGEST_POSTPONE_MS = 30 * 60_000

export interface EndedTry {
  readonly region: RegionData
  readonly secretArn: string
  readonly token: string
  readonly nowMs: number
  /** From 0 to below 1: spreads retries. */
  readonly chance: number
}

/** Writes how a try ended, and when the next one comes, in one transaction. */
export function settleTry(ended: EndedTry, end: TryEnd): void {
  const { region, secretArn, token, nowMs } = ended
  region.store.transaction(() => {
    const run = activeRun(region, secretArn)
    if (run?.token !== token) return
    if (run.kind === 'test') return settleTest(ended, end)
    if (end.kind === 'succeeded') return settleSuccess(ended, run)
    if (end.kind === 'over') {
      finishRun(region, secretArn, token, 'abandoned', nowMs, end.reason)
      return
    }
    if (end.kind === 'postponed') return postpone(ended, run, end.errorMessage)
    return settleFailure(ended, run, end)
  })
}

/** The window used up, AWSPENDING off, and the date: one change with the end of the journal. */
function settleSuccess({ region, secretArn, token, nowMs }: EndedTry, run: RotationRun): void {
  const secret = region.secrets.findByArn(secretArn)
  if (secret?.rotation !== undefined) {
    const versions = detachLabel(secret.versions, token, AWSPENDING)
    region.secrets.rows.put({ ...secret, versions, rotation: afterSuccess(secret.rotation, nowMs, run.windowStartMs), lastChangedAtMs: nowMs })
  }
  finishRun(region, secretArn, token, 'succeeded', nowMs)
}

function settleFailure(ended: EndedTry, run: RotationRun, { errorType, errorMessage }: Extract<TryEnd, { kind: 'failed' }>): void {
  const { region, secretArn, token, nowMs } = ended
  const delayMs = RETRY_DELAYS_MS[run.failedTries]
  const failedTries = run.failedTries + 1
  if (delayMs !== undefined) {
    changeRun(region, secretArn, token, { state: 'retrying', failedTries, errorType, errorMessage, nextTryAtMs: nowMs + spread(delayMs, ended.chance) })
    return
  }
  const rotation = region.secrets.findByArn(secretArn)?.rotation
  const schedule = scheduleOf(rotation?.rules)
  const startMs = schedule === null ? undefined : nextWindow(schedule, nowMs).startMs
  const nextTryAtMs = startMs === undefined ? undefined : startMs + jitterMs(secretArn, startMs)
  changeRun(region, secretArn, token, { state: 'failed', failedTries, errorType, errorMessage, nextTryAtMs, windowStartMs: startMs ?? run.windowStartMs })
}

/** Nothing was begun, so nothing is left: the empty version goes, and comes back with the same id. One with a value stays. */
function postpone(ended: EndedTry, run: RotationRun, errorMessage: string): void {
  const { region, secretArn, token, nowMs } = ended
  const secret = region.secrets.findByArn(secretArn)
  if (secret !== null && versionWithId(secret, token)?.valueId === null) region.secrets.rows.put(withoutPending(region, secret, token))
  const delayMs = Math.min(POSTPONE_MS * 2 ** run.postponements, LONGEST_POSTPONE_MS)
  changeRun(region, secretArn, token, { state: 'postponed', postponements: run.postponements + 1, errorType: 'Unreachable', errorMessage, nextTryAtMs: nowMs + spread(delayMs, ended.chance) })
}

/** A test runs once; its version goes whatever came of it. */
function settleTest({ region, secretArn, token, nowMs }: EndedTry, end: TryEnd): void {
  const secret = region.secrets.findByArn(secretArn)
  if (secret !== null && versionWithId(secret, token) !== null) region.secrets.rows.put(withoutVersion(region, secret, token))
  const outcome = end.kind === 'succeeded' ? 'succeeded' : end.kind === 'over' ? 'abandoned' : 'failed'
  const reason = end.kind === 'succeeded' ? undefined : end.kind === 'over' ? end.reason : end.errorMessage
  finishRun(region, secretArn, token, outcome, nowMs, reason)
}

/** A delay that is up to a quarter longer, so that what failed together does not come back together. */
function spread(delayMs: number, chance: number): number {
  return Math.round(delayMs * (1 + chance / 4))
}
