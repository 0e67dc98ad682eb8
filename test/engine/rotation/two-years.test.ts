import { describe, expect, test } from 'vitest'
import type { RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { rotateByTheBook, ScriptedRunner } from '../../support/scripted-runner.ts'
import { openBench, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'
import { SleepyClock } from './sleepy-clock.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
const START = Date.UTC(2026, 0, 15, 12, 20)
const TWO_YEARS = 731 * DAY
/** Two minutes of jitter, the minute that a jump of the clock is waited out, and two minutes of jitter after it. */
const PATIENCE = 300 * SECOND

/** The schedules, each with a slow and obvious rule for the start of the window after a moment. */
const everyHour = (matches: (date: Date) => boolean) => (baseMs: number): number => {
  let hour = Math.floor(baseMs / HOUR) * HOUR + HOUR
  while (!matches(new Date(hour))) hour += HOUR
  return hour
}
const isLastDay = (date: Date): boolean => new Date(date.getTime() + DAY).getUTCMonth() !== date.getUTCMonth()
const SCHEDULES: readonly { readonly rules: object; readonly next: (baseMs: number) => number }[] = [
  { rules: { AutomaticallyAfterDays: 30 }, next: (base) => Date.UTC(new Date(base).getUTCFullYear(), new Date(base).getUTCMonth(), new Date(base).getUTCDate() + 30) },
  { rules: { ScheduleExpression: 'rate(10 days)', Duration: '3h' }, next: (base) => Date.UTC(new Date(base).getUTCFullYear(), new Date(base).getUTCMonth(), new Date(base).getUTCDate() + 10) },
  { rules: { ScheduleExpression: 'rate(290 hours)' }, next: (base) => Math.floor(base / HOUR) * HOUR + 290 * HOUR },
  { rules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' }, next: everyHour((date) => date.getUTCHours() === 16 && [1, 15].includes(date.getUTCDate())) },
  { rules: { ScheduleExpression: 'cron(0 3 L * ? *)' }, next: everyHour((date) => date.getUTCHours() === 3 && isLastDay(date)) },
  { rules: { ScheduleExpression: 'cron(0 6/12 ? * SAT#1 *)' }, next: everyHour((date) => [6, 18].includes(date.getUTCHours()) && date.getUTCDay() === 6 && date.getUTCDate() <= 7) },
]

interface Model {
  readonly arn: string
  readonly next: (baseMs: number) => number
  nextMs: number
  usedMs: number
  count: number
}

/** Numbers that look like chance and are the same every time. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

function planFrom(model: Model, baseMs: number): void {
  const next = model.next(baseMs)
  model.nextMs = next > model.usedMs ? next : model.next(model.usedMs)
}

describe('two years of schedules with sleeps, restarts and jumps of the clock', () => {
  test.each([1, 2])('rotate what the slow model says, each window once (%i)', { timeout: 120_000 }, async (seed) => {
    const roll = dice(seed)
    const clock = new SleepyClock(START)
    let models: readonly Model[] = []
    const problems: string[] = []
    let awakeMs = START
    const runner = new ScriptedRunner(async (event: RotationEvent, invocation) => {
      if (event.Step === 'createSecret') note(event.SecretId)
      return rotateByTheBook(event, invocation)
    })
    const note = (arn: string): void => {
      const model = models.find((candidate) => candidate.arn === arn)
      if (model === undefined) return
      const nowMs = clock.nowMs()
      const tell = (problem: string): void => void problems.push(`${problem}: ${[arn, nowMs, model.nextMs, model.usedMs, awakeMs].map((part) => (typeof part === 'number' && Number.isFinite(part) ? new Date(part).toISOString() : part)).join(' ')}`)
      if (nowMs < model.nextMs) tell('before its window')
      if (nowMs > Math.max(model.nextMs, awakeMs) + PATIENCE) tell('long after its window opened and the machine woke')
      if (model.nextMs <= model.usedMs) tell('a window twice')
      model.usedMs = model.nextMs
      model.count += 1
      planFrom(model, nowMs)
    }
    let bench: RotationBench = await openBench({ clock: clock as never, runner, listens: false })
    const quiet = (): Promise<void> =>
      bench.until(async () => (await bench.call('workbench:ListRotations', {})).Rotations.every(({ State }) => State === undefined))
    try {
      const made: Model[] = []
      for (const [index, { rules, next }] of SCHEDULES.entries()) {
        const arn = await bench.makeSecret(`s${index}`)
        await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: rules, RotateImmediately: false })
        made.push({ arn, next, nextMs: next(START), usedMs: -Infinity, count: 0 })
      }
      await quiet()
      models = made
      let furthestMs = START
      while (furthestMs < START + TWO_YEARS) {
        const hours = 1 + roll(roll(4) === 0 ? 1500 : 400)
        switch (roll(8)) {
          case 0: {
            await bench.engine.close()
            await clock.pass(hours * HOUR, async () => undefined)
            awakeMs = Math.max(awakeMs, clock.nowMs())
            bench = await openBench({ folder: bench.folder, keychain: bench.keychain, clock: clock as never, runner, listens: false })
            break
          }
          case 1:
          case 2:
            clock.jump(hours * HOUR)
            awakeMs = Math.max(awakeMs, clock.nowMs())
            break
          case 3:
            clock.jump(-roll(200) * HOUR)
            break
          case 4: {
            const model = models[roll(models.length)] as Model
            await bench.call('secretsmanager:PutSecretValue', { SecretId: model.arn, SecretString: JSON.stringify({ by: 'hand' }) })
            planFrom(model, clock.nowMs())
            break
          }
          default:
            await clock.pass(hours * HOUR, quiet)
        }
        // What is due now has had the time that it may take.
        await clock.pass(PATIENCE + SECOND, quiet)
        await quiet()
        expect(problems).toEqual([])
        furthestMs = Math.max(furthestMs, clock.nowMs())
        for (const model of models) expect(Math.max(model.nextMs, awakeMs) + PATIENCE, 'nothing that is due is left').toBeGreaterThan(Math.min(clock.nowMs(), model.nextMs <= clock.nowMs() ? clock.nowMs() : -Infinity))
      }
      for (const { arn, nextMs } of models) {
        const { Rotation } = await bench.call('workbench:GetRotation', { SecretId: arn })
        expect(Rotation.NextWindowStartDate).toBe(nextMs / 1000)
      }
      expect(models.every(({ count }) => count >= 5)).toBe(true)
    } finally {
      await bench.close()
    }
  })
})
