import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedTopLevelKeys, diffSecretStrings, pathText } from '../../../shared/diff/diff-json.ts'

describe('the difference of two values', () => {
  it('is told key by key, nested keys by path', () => {
    const before = '{"host":"a","port":1,"gone":true,"pool":{"max":1,"min":0},"list":[1,2]}'
    const after = '{"port":1,"host":"b","pool":{"min":0,"max":2},"list":[1,2],"new key":null}'
    expect(diffSecretStrings(before, after)).toEqual({
      kind: 'keys',
      isSame: false,
      keys: [
        { path: ['host'], status: 'changed', before: 'a', after: 'b' },
        { path: ['port'], status: 'same', before: 1, after: 1 },
        { path: ['gone'], status: 'removed', before: true },
        { path: ['pool', 'max'], status: 'changed', before: 1, after: 2 },
        { path: ['pool', 'min'], status: 'same', before: 0, after: 0 },
        { path: ['list'], status: 'same', before: [1, 2], after: [1, 2] },
        { path: ['new key'], status: 'added', after: null },
      ],
    })
    const difference = diffSecretStrings(before, after)
    expect(difference.kind === 'keys' && changedTopLevelKeys(difference.keys)).toEqual({ added: ['new key'], removed: ['gone'], changed: ['host', 'pool'] })
    expect(pathText(['pool', 'new key'])).toBe('pool."new key"')
  })

  it('is none for the same JSON in another order or spacing, and text when one side is no object', () => {
    expect(diffSecretStrings('{"a":{"x":1,"y":[{"p":1,"q":2}]}}', '{ "a": {"y":[{"q":2,"p":1}],"x":1} }').isSame).toBe(true)
    expect(diffSecretStrings('a', 'b')).toEqual({ kind: 'text', isSame: false })
    expect(diffSecretStrings('{"a":1}', 'b')).toEqual({ kind: 'text', isSame: false })
  })

  it('tells a number from its text, and __proto__ as a key', () => {
    expect(diffSecretStrings('{"a":1}', '{"a":"1"}').isSame).toBe(false)
    expect(diffSecretStrings('{"__proto__":1}', '{"__proto__":2}')).toMatchObject({ keys: [{ path: ['__proto__'], status: 'changed' }] })
  })

  it('is the same for a value and itself, and symmetric in what changed', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (left, right) => {
        const [before, after] = [JSON.stringify(left), JSON.stringify(right)]
        expect(diffSecretStrings(before, before).isSame).toBe(true)
        const forth = diffSecretStrings(before, after)
        const back = diffSecretStrings(after, before)
        expect(forth.isSame).toBe(back.isSame)
        const count = (difference: typeof forth, status: string): number => (difference.kind === 'keys' ? difference.keys.filter((key) => key.status === status).length : 0)
        expect([count(forth, 'added'), count(forth, 'changed')]).toEqual([count(back, 'removed'), count(back, 'changed')])
      }),
    )
  })

  it('ends for values nested beyond the stack', () => {
    const deep = `{"a":${'[1,'.repeat(16_000)}1${']'.repeat(16_000)}}`
    expect(diffSecretStrings(deep, deep.replace('1]', '2]')).isSame).toBe(false)
  })
})
