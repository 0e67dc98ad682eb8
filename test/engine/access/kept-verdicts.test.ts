import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { decide, decisionInWords } from '../../../electron/engine/access/decide.ts'
import { isKeepable } from '../../../electron/engine/access/kept-verdicts.ts'
import { verdictOn, type Verdict } from '../../../electron/engine/access/verdict.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { CHANGES, type Change, VerdictWorld } from './verdict-world.ts'

const vault = sharedVault()
let world: VerdictWorld
beforeAll(async () => {
  world = new VerdictWorld(vault)
  await world.make()
})

const change: fc.Arbitrary<Change> = fc.record({ kind: fc.constantFrom(...CHANGES, 'alias', 'key-policy'), pick: fc.nat(100), commits: fc.integer({ min: 0, max: 3 }).map((n) => n > 0) })

/** Asks everything of everybody, twice, and counts answers from memory. */
function compareAll(seen: { asked: number; kept: number; allowed: number }): void {
  for (const caller of world.callers()) {
    for (const request of world.questions(caller)) {
      const decision = decide(vault.vault, caller, request, world.nowMs)
      const afresh = { allowed: decision.allowed, reason: decision.reason, words: decisionInWords(decision) } as Verdict
      if (vault.vault.verdicts.find(caller, request, vault.vault.access.policiesVersion()) !== null) seen.kept += 1
      const first = verdictOn(vault.vault, caller, request, world.nowMs)
      const second = verdictOn(vault.vault, caller, request, world.nowMs)
      expect([request.action, request.resource, first, second]).toEqual([request.action, request.resource, afresh, afresh])
      seen.asked += 1
      if (first.allowed) seen.allowed += 1
    }
  }
}

describe('kept verdicts', () => {
  test('a verdict is always the one that the policies give afresh, after any changes of policies, tags, keys, grants, groups and sessions, committed or undone', () => {
    const seen = { asked: 0, kept: 0, allowed: 0 }
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 14 }), (changes) => {
        world.reset()
        compareAll(seen)
        for (const one of changes) {
          world.apply(one, () => compareAll(seen))
          compareAll(seen)
        }
      }),
      { numRuns: 60 },
    )
    // A comparison in which nothing came from memory, or all answers were alike, would say nothing.
    expect(seen.kept / seen.asked).toBeGreaterThan(0.1)
    expect(seen.allowed / seen.asked).toBeGreaterThan(0.1)
    expect(seen.allowed / seen.asked).toBeLessThan(0.9)
  }, 60_000)

  test('a read of a secret that nothing has changed around is answered from memory', () => {
    world.reset()
    const [caller] = world.callers()
    const [request] = caller === undefined ? [] : world.questions(caller)
    if (caller === undefined || request === undefined) throw new Error('the world was made')
    const first = verdictOn(vault.vault, caller, request, world.nowMs)
    expect(verdictOn(vault.vault, caller, request, world.nowMs)).toBe(first)
  })

  test.each(['aws:currenttime', 'aws:epochtime', 'aws:sourceip', 'aws:useragent', 'secretsmanager:versionid', 'secretsmanager:versionstage', 'kms:encryptioncontext:secretarn', 'kms:requestalias', 'aws:tagkeys', 'aws:requesttag/team', 'aws:calledvia', 'aws:sourcevpce'])(
    'a verdict that looked at %s is not kept',
    (key) => expect(isKeepable(key)).toBe(false),
  )
})
