import { expect, test } from 'vitest'
import { matchingDifferences, withSelection, withShown } from '../../../../renderer/features/regions/reunite-choice.ts'
import type { RegionDifference } from '../../../../renderer/store/regions.ts'

const apart: readonly RegionDifference[] = Array.from({ length: 300 }, (_, index) => ({
  Name: `${index % 2 === 0 ? 'prod' : 'staging'}/service-${index}`,
  Relation: index % 10 === 0 ? ('diverged' as const) : ('twins' as const),
  Differs: index % 10 === 0 ? ['value'] : [],
  VersionsOnlyHere: [],
  VersionsOnlyThere: [],
  VersionsInConflict: [],
}))
const shownBy = (filter: string) => matchingDifferences(apart, filter, 'us-east-1', 'eu-west-1')
const names = (shown: readonly RegionDifference[]) => shown.map(({ Name }) => Name)

test('a filter finds by all its words, in names and in what differs', () => {
  expect(shownBy('  ')).toBe(apart)
  expect(names(shownBy('service-299'))).toEqual(['staging/service-299'])
  expect(shownBy('PROD service')).toHaveLength(150)
  expect(shownBy('differ value')).toHaveLength(30)
  expect(shownBy('prod nothing')).toEqual([])
})

test('of 300 any one can be left out and taken in again, and what is not shown stays as it is', () => {
  const last = shownBy('service-299')
  const left = withShown(new Set(), last, false)
  expect([...left]).toEqual(['staging/service-299'])
  const alsoStaging = withShown(left, shownBy('staging'), false)
  expect(alsoStaging.size).toBe(150)
  expect([...withShown(alsoStaging, shownBy('staging'), true)]).toEqual([])
  expect(withShown(alsoStaging, apart, false).size).toBe(300)
  expect(withShown(alsoStaging, apart, true).size).toBe(0)
})

test('a selection among those shown says nothing of the others', () => {
  const left = withShown(new Set(), shownBy('staging'), false)
  const shown = shownBy('prod')
  const next = withSelection(left, shown, new Set(names(shown).slice(10)))
  expect(next.size).toBe(160)
  expect(names(shown).slice(0, 10).every((name) => next.has(name))).toBe(true)
  expect(withSelection(next, shown, new Set(names(shown))).size).toBe(150)
})
