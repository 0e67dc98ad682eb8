import fc from 'fast-check'
import { expect } from 'vitest'
import { checkEnd } from './check-state.ts'
import { EngineUnderTest, HOME, newFolder, type SavedVault } from './engine-under-test.ts'
import { contentOf, Line } from './expected.ts'
import { installFaults } from './faulty-sqlite.ts'
import { NAMES, REGIONS, sequences, type Step } from './steps.ts'
import { create, takeStep } from './take-step.ts'
import { Tally } from './tally.ts'
import { World } from './world.ts'

/** Fewer or more runs; and a run that failed again, alone, by the seed and the path that were printed for it. */
const RUNS = process.env['COFFER_PROPERTY_RUNS']
const SEED = process.env['COFFER_PROPERTY_SEED']
const PATH = process.env['COFFER_PROPERTY_PATH']
const MINUTES_TO_SETTLE = 20
const MINUTE_MS = 60_000

/** Four files of so many runs each, so that they run side by side. */
export const RUNS_A_FILE = 500

/** Where the primary of each name is, to begin with. */
const FIRST_REGIONS: Readonly<Record<string, string>> = { s0: HOME, s1: HOME, s2: 'eu-west-1' }
const others = (region: string): readonly string[] => REGIONS.filter((one) => one !== region)

/** Vaults to begin with: one without secrets or other regions, and one whose secrets are in sync everywhere. */
interface Beginnings {
  readonly fresh: SavedVault
  readonly replicated: SavedVault
  readonly values: ReadonlyMap<string, string>
}

async function makeBeginnings(folder: string): Promise<Beginnings> {
  const engine = new EngineUnderTest(folder)
  await engine.call(HOME, 'workbench:CreateVault', { Protection: 'keychain' })
  await engine.seal()
  const fresh = engine.save()
  await engine.unlock()
  const world = new World(engine, new Tally())
  await createAll(world)
  engine.clock.advance(MINUTE_MS)
  await engine.seal()
  const replicated = engine.save()
  await engine.close()
  return { fresh, replicated, values: world.expected.values }
}

async function createAll(world: World): Promise<void> {
  for (const name of NAMES) await create(world, name, FIRST_REGIONS[name] ?? HOME, others(FIRST_REGIONS[name] ?? HOME))
}

async function runOnce(folder: string, beginnings: Beginnings, { isFresh, steps }: { readonly isFresh: boolean; readonly steps: readonly Step[] }, tally: Tally): Promise<void> {
  const uninstall = installFaults()
  const engine = new EngineUnderTest(folder, isFresh ? beginnings.fresh : beginnings.replicated)
  try {
    await engine.unlock()
    const world = new World(engine, tally)
    if (isFresh) await createAll(world)
    else takeOver(world, beginnings)
    for (const step of steps) await takeStep(world, step)
    world.healAll()
    world.wait(MINUTES_TO_SETTLE * MINUTE_MS)
    checkEnd(world)
    // What is in memory is on the disk too.
    await world.reopen()
    world.wait(1)
    tally.endRun(checkEnd(world))
  } finally {
    await engine.close()
    uninstall()
  }
}

/** The secrets that the beginning has. */
function takeOver(world: World, { values }: Beginnings): void {
  for (const [id, value] of values) world.expected.values.set(id, value)
  for (const name of NAMES) {
    const region = FIRST_REGIONS[name] ?? HOME
    const secret = [...(world.engine.region(region)?.secrets.rows.all() ?? [])].find((one) => one.name === name)
    if (secret === undefined) throw new Error('The beginning has every secret')
    const line = new Line(region, name, secret.id)
    line.acknowledge(secret)
    if (contentOf(secret) !== line.content) throw new Error('The content of a secret is one text')
    for (const other of others(region)) line.replicas.add(other)
    world.expected.add(line)
    world.newVersion()
  }
}

/**
 * Runs the model; the seed of a failure is in its message.
 * @returns how many runs passed
 */
export async function runModel(runs: number, firstSeed: number): Promise<number> {
  const tally = new Tally()
  const folder = newFolder()
  const beginnings = await makeBeginnings(folder)
  await fc.assert(
    fc.asyncProperty(sequences, (sequence) => runOnce(folder, beginnings, sequence, tally)),
    // The same runs each time, so that a failure is one of the change that is tested; other seeds look further.
    { seed: firstSeed, numRuns: PATH !== undefined ? 1 : RUNS === undefined ? runs : Number(RUNS), ...(SEED === undefined ? {} : { seed: Number(SEED) }), ...(PATH === undefined ? {} : { path: PATH }) },
  )
  console.log(tally.inWords())
  if (PATH !== undefined || RUNS !== undefined) return tally.count
  expect(tally.tooSeldom).toEqual([])
  return tally.count
}
