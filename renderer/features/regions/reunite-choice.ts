import type { RegionDifference } from '../../store/regions.ts'
import { relationWords } from './compare-words.ts'

/** The names that are left out; all others are reunited. */
export type LeftOut = ReadonlySet<string>

/** Those whose name, or what they differ in, has every word of the filter. */
export function matchingDifferences(apart: readonly RegionDifference[], filter: string, here: string, there: string): readonly RegionDifference[] {
  const words = filter.toLowerCase().split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) return apart
  return apart.filter((one) => {
    const text = `${one.Name} ${relationWords(one, here, there)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Takes those that are shown in, or leaves them out; the others stay as they are. */
export function withShown(left: LeftOut, shown: readonly RegionDifference[], isIn: boolean): LeftOut {
  const next = new Set(left)
  for (const { Name } of shown) {
    if (isIn) next.delete(Name)
    else next.add(Name)
  }
  return next
}

/** What is left out once exactly these of the shown ones are chosen. */
export function withSelection(left: LeftOut, shown: readonly RegionDifference[], selected: ReadonlySet<unknown>): LeftOut {
  const isIn = (one: RegionDifference): boolean => selected.has(one.Name)
  return withShown(withShown(left, shown.filter(isIn), true), shown.filter((one) => !isIn(one)), false)
}
