import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMountDisks } from '../../support/small-disk.ts'
import { FaultLanes } from './fault-lane.ts'
import { doublePlans, has, planName, singlePlans, type Plan } from './fault-plan.ts'
import { runPlan, type Sabotage } from './fault-run.ts'
import type { Strategy } from './fault-scene.ts'

/** While one waits for its server another works. */
const LANES = 3
const timeout = 1_800_000

const withFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => has(plan, 'full'))
const withoutFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => !has(plan, 'full'))

/** A rotation of a real PostgreSQL's user under every single fault at every boundary, and every double. */
export function faultSuite(strategy: Strategy): void {
  describe(`a rotation of a PostgreSQL user, ${strategy}`, () => {
    let lanes: FaultLanes
    beforeAll(async () => {
      lanes = await FaultLanes.open(strategy, LANES)
    })
    afterAll(() => lanes?.close())

    const problemsOf = async (plans: readonly Plan[], sabotage: Sabotage = {}): Promise<readonly string[]> => {
      const problems: string[] = []
      await lanes.each(plans, async (lane, plan) => void problems.push(...(await runPlan({ lane, sabotage }, plan))))
      return problems
    }

    test('goes on to its end after every single fault at every boundary, with no password lost and none unknown', { timeout }, async () => {
      expect(await problemsOf(withoutFull(singlePlans()))).toEqual([])
    })

    test('goes on after every fault followed by another, and when the network swallows everything', { timeout }, async () => {
      // Those wait, while other lanes work.
      expect(await problemsOf([...singlePlans(['silence']), ...withoutFull(doublePlans())])).toEqual([])
    })

    test('goes on after a full disk at every boundary, alone and with another fault', { timeout }, async ({ skip }) => {
      skip(!canMountDisks(), 'needs mounting a disk')
      expect(await problemsOf([...singlePlans(['full']), ...withFull(doublePlans())])).toEqual([])
    })

    test('that is broken on purpose is noticed', { timeout }, async () => {
      const noticed = async (plan: Plan, sabotage: Sabotage): Promise<string> => {
        const problems = await problemsOf([plan], sabotage)
        expect(problems, planName(plan)).not.toEqual([])
        return problems.join('; ')
      }
      // The database is changed to a password that was never stored.
      expect(await noticed([{ fault: 'cut', point: 'applied:setSecret' }], { setsUnstored: true })).toMatch(/the password of (app|twin_clone) is in no version/)
      // What was said to be stored is gone after a kill.
      expect(await noticed([{ fault: 'kill', point: 'applied:setSecret' }], { losesWrites: true })).toMatch(/the password of (app|twin_clone) is in no version/)
      // A fault that finds no moment.
      expect(await noticed([{ fault: 'cut', point: 'after:finishSecret' }, { fault: 'cut', point: 'before:setSecret' }], {})).toContain('cut before:setSecret never struck')
      // The same plans without the sabotage find nothing.
      expect(await problemsOf([[{ fault: 'cut', point: 'applied:setSecret' }], [{ fault: 'kill', point: 'applied:setSecret' }]])).toEqual([])
    })
  })
}
