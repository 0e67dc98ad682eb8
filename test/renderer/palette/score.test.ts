import { expect, test } from 'vitest'
import { scoreName, scoreWords } from '../../../renderer/features/palette/score.ts'

const ranked = (names: string[], query: string) =>
  names
    .map((name) => ({ name, score: scoreName(name, query.split(' ')) }))
    .sort((a, b) => b.score - a.score)
    .map((one) => one.name)

test('the name whose last part is the word comes first, then beginnings, then the rest', () => {
  expect(ranked(['prod/adb/x', 'db/prod', 'prod/payments/db', 'prod/db-replica'], 'db')).toEqual(['prod/payments/db', 'prod/db-replica', 'db/prod', 'prod/adb/x'])
})

test('a command that lacks a word does not fit', () => {
  expect(scoreWords('move to trash delete', ['trash', 'rotate'], 'move to trash')).toBe(0)
})

test('a word of the label counts more than a keyword', () => {
  expect(scoreWords('delete now purge', ['delete'], 'delete now')).toBeGreaterThan(scoreWords('move to trash delete', ['delete'], 'move to trash'))
})
