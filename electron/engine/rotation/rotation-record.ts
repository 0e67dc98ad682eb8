import type { RotationStep } from './function-runner.ts'

/** One run of one step, written when it starts and again when it has ended. */
export interface StepRecord {
  readonly step: RotationStep
  /** Counts from 1; a retry runs all steps again. */
  readonly tryNumber: number
  readonly status: 'running' | 'succeeded' | 'failed'
  readonly startedAtMs: number
  readonly endedAtMs?: number | undefined
  readonly errorType?: string | undefined
  readonly errorMessage?: string | undefined
}

/**
 * A rotation, or a test of one, that has not ended. `token` is the id of its version, the same in every try.
 * waiting: it starts as soon as it may. running: a step runs, or ran when the process died. retrying: a try failed and the
 * next comes at `nextTryAtMs`. postponed: the target could not be reached; nothing was begun. failed: all tries failed; the
 * next window or a person tries again.
 */
export interface RotationRun {
  readonly token: string
  readonly kind: 'rotation' | 'test'
  readonly cause: 'request' | 'schedule' | 'catch-up'
  readonly functionArn: string
  readonly createdAtMs: number
  readonly state: 'waiting' | 'running' | 'retrying' | 'postponed' | 'failed'
  /** The window that it is for; absent for one that was asked for. */
  readonly windowStartMs?: number | undefined
  readonly failedTries: number
  readonly postponements: number
  readonly nextTryAtMs?: number | undefined
  readonly errorType?: string | undefined
  readonly errorMessage?: string | undefined
  readonly steps: readonly StepRecord[]
}

/** A rotation or a test that has ended. */
export interface FinishedRun {
  readonly token: string
  readonly kind: RotationRun['kind']
  readonly cause: RotationRun['cause']
  readonly functionArn: string
  readonly createdAtMs: number
  readonly endedAtMs: number
  readonly outcome: 'succeeded' | 'failed' | 'abandoned'
  /** Why it was abandoned, or how it failed. */
  readonly reason?: string | undefined
  readonly steps: readonly StepRecord[]
}

/** The rotations of one secret: the journal that a restart goes on from. `id` is the secret's ARN. */
export interface RotationJob {
  readonly id: string
  readonly active: RotationRun | null
  /** Newest first, the last 20. */
  readonly history: readonly FinishedRun[]
}

/** What the function wrote in the steps of one rotation; an older Coffer kept no times. `id` is the secret's ARN and the token. */
export interface RotationLog {
  readonly id: string
  readonly secretArn: string
  readonly lines: readonly { readonly step: RotationStep; readonly tryNumber: number; readonly atMs?: number; readonly text: string }[]
}

export const STEPS: readonly RotationStep[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret']
export const HISTORY_KEPT = 20
/** Step records kept of one run: five retries of four steps, and those of a window after. */
export const STEPS_KEPT = 48
/** Delays before the retries of a rotation, in milliseconds; after the last of them it has failed. */
export const RETRY_DELAYS_MS: readonly number[] = [10_000, 20_000, 40_000, 80_000, 160_000]
