import { expect, it } from 'vitest'
import { entryText, isWritten } from '../../../../renderer/features/import/import-words.ts'

const entry = { Name: 'app', Status: 'new', JsonKeys: [], ChangedKeys: [], AddedKeys: [], RemovedKeys: [] } as const

it('an entry of an import says what happens to it, by keys and never by values', () => {
  expect(entryText(entry)).toBe('one value')
  expect(entryText({ ...entry, JsonKeys: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] })).toBe('a, b, c, d, e and 2 more')
  expect(entryText({ ...entry, Status: 'changed', AddedKeys: ['a'], ChangedKeys: ['b'], RemovedKeys: ['c'] })).toBe('adds a, changes b, removes c')
  expect(entryText({ ...entry, Status: 'changed' })).toBe('another value')
  expect(entryText({ ...entry, Status: 'same' })).toBe('already there with this value')
  expect(entryText({ ...entry, Status: 'refused', Problem: 'Too large.' })).toBe('Too large.')
})

it('only new and changed entries are written', () => {
  expect((['new', 'changed', 'same', 'refused'] as const).map((Status) => isWritten({ ...entry, Status }))).toEqual([true, true, false, false])
})
