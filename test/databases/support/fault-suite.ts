import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMountDisks } from '../../support/small-disk.ts'
import { doublePlans, has, IS_FULL_SWEEP, planName, sampleOf, singlePlans, type Fault, type Plan } from './fault-plan.ts'
import { runPlan, runPlans, type FaultGround, type Sabotage, type Strategy } from './fault-run.ts'
import { makeTemplate, removeTemplate } from './fault-vault.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './postgres-server.ts'

const timeout = IS_FULL_SWEEP ? 7_200_000 : 400_000
/** Faults that cost next to nothing to make. */
const CHEAP: readonly Fault[] = ['kill', 'cut']
/** Doubles that run every time. A rotation with two users takes more than twice the logins, and the engine's part in it is the same. */
const DOUBLES: Readonly<Record<Strategy, { readonly cheap: number; readonly others: number; readonly full: number }>> = {
  single: { cheap: Infinity, others: 50, full: 24 },
  alternating: { cheap: 90, others: 40, full: 16 },
}

const withFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => has(plan, 'full'))
const withoutFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => !has(plan, 'full'))

/**
 * A rotation of a real PostgreSQL's user under every single fault at every boundary, and under doubles: those of kills and
 * cuts of a single user all, of the others a sample, or all with COFFER_FAULT_SWEEP=full.
 */
export function faultSuite(strategy: Strategy): void {
  describe(`a rotation of a PostgreSQL user, ${strategy}`, () => {
    let server: PostgresServer
    let superuser: pg.Pool
    const ground = (more: Partial<FaultGround> = {}): FaultGround => ({ server, superuser, strategy, ...more })

    beforeAll(async () => {
      ;[server] = await Promise.all([startPostgres(embeddedPostgres(), { settings: { scram_iterations: '64' } }), makeTemplate()])
      superuser = server.pool()
    })
    afterAll(async () => {
      removeTemplate()
      await server?.stop()
    })

    test('goes on to its end after every single fault at every boundary, with no password lost and none unknown', { timeout }, async () => {
      expect(await runPlans(ground(), withoutFull(singlePlans()))).toEqual([])
    })

    test('goes on after every kill and cut followed by another', { timeout }, async () => {
      expect(await runPlans(ground(), sampleOf(doublePlans(CHEAP), DOUBLES[strategy].cheap))).toEqual([])
    })

    test('goes on after every other fault followed by another', { timeout }, async () => {
      const others = withoutFull(doublePlans()).filter((plan) => !plan.every(({ fault }) => CHEAP.includes(fault)))
      expect(await runPlans(ground(), sampleOf(others, DOUBLES[strategy].others))).toEqual([])
    })

    test('goes on after a full disk at every boundary, alone and with another fault', { timeout }, async ({ skip }) => {
      skip(!canMountDisks(), 'needs mounting a disk')
      expect(await runPlans(ground(), [...singlePlans(['full']), ...sampleOf(withFull(doublePlans()), DOUBLES[strategy].full)])).toEqual([])
    })

    test('that is broken on purpose is noticed', { timeout }, async () => {
      const noticed = async (plan: Plan, sabotage: Sabotage): Promise<string> => {
        const problems = await runPlan(ground({ sabotage }), plan)
        expect(problems, planName(plan)).not.toEqual([])
        return problems.join('; ')
      }
      // The database is changed to a password that was never stored.
      expect(await noticed([{ fault: 'cut', point: 'applied:setSecret' }], { setsUnstored: true })).toMatch(/the password of app_\d+(_clone)? is in no version/)
      // What was said to be stored is gone after a kill.
      expect(await noticed([{ fault: 'kill', point: 'applied:setSecret' }], { losesWrites: true })).toMatch(/the password of app_\d+(_clone)? is in no version/)
      // The same plans without the sabotage find nothing.
      expect(await runPlan(ground(), [{ fault: 'cut', point: 'applied:setSecret' }])).toEqual([])
    })
  })
}
