import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canMountDisks } from '../support/small-disk.ts'
import { doublePlans, FAULTS, has, sampleOf, singlePlans, type Fault, type Plan } from './support/fault-plan.ts'
import { runPlans, type FaultGround, type Strategy } from './support/fault-run.ts'
import { makeTemplate } from './support/fault-vault.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'

const LONG_MS = process.env['COFFER_FAULT_SWEEP'] === 'full' ? 3_600_000 : 180_000
/** Faults that cost next to nothing to make: all their doubles run every time. */
const CHEAP: readonly Fault[] = ['kill', 'cut']
const canMount = canMountDisks()
let server: PostgresServer
let superuser: pg.Client

beforeAll(async () => {
  ;[server] = await Promise.all([startPostgres(embeddedPostgres(), { settings: { scram_iterations: '64' } }), makeTemplate()])
  superuser = await server.login(server.superuser.username, server.superuser.password)
})
afterAll(async () => {
  await superuser?.end()
  await server?.stop()
})

const withFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => has(plan, 'full'))
const withoutFull = (plans: readonly Plan[]): readonly Plan[] => plans.filter((plan) => !has(plan, 'full'))

describe.each<Strategy>(['single', 'alternating'])('a rotation of a PostgreSQL user, %s', (strategy) => {
  const ground = (more: Partial<FaultGround> = {}): FaultGround => ({ server, superuser, strategy, ...more })

  test('goes on to its end after every single fault at every boundary, with no password lost and none unknown', { timeout: LONG_MS }, async () => {
    expect(await runPlans(ground(), withoutFull(singlePlans()))).toEqual([])
  })

  test('goes on after every kill and cut followed by another', { timeout: LONG_MS }, async () => {
    expect(await runPlans(ground(), doublePlans(CHEAP))).toEqual([])
  })

  test('goes on after every other fault followed by another, or a sample of them', { timeout: LONG_MS }, async () => {
    const others = withoutFull(doublePlans()).filter((plan) => !plan.every(({ fault }) => CHEAP.includes(fault)))
    expect(await runPlans(ground(), sampleOf(others, 60))).toEqual([])
  })

  test('goes on after a full disk at every boundary, alone and with another fault', { timeout: LONG_MS }, async ({ skip }) => {
    skip(!canMount, 'needs mounting a disk')
    expect(await runPlans(ground(), [...singlePlans(['full']), ...sampleOf(withFull(doublePlans(FAULTS)), 30)])).toEqual([])
  })
})
