import { describe, expect, test } from 'vitest'
import { matchesWords, splitWords } from '../../../electron/engine/secretsmanager/word-search.ts'

describe('words of a text', () => {
  test.each([
    ['SecretOne', ['Secret', 'One']],
    ['my test', ['my', 'test']],
    ['my/test', ['my', 'test']],
    ['MyTestPhrase', ['My', 'Test', 'Phrase']],
    ['uat/COMPANY/x', ['uat', 'COMPANY', 'x']],
    ['COMPANYthings', ['COMPAN', 'Ythings']],
    ['prod-AppBeta/x', ['prod-AppBeta/x']],
    ['a+b', ['a', 'b']],
    ['a=b=c', ['a', 'b', 'c']],
    ['user@host', ['user', 'host']],
    ['v1.2', ['v', '1', '2']],
    ['db01', ['db', '01']],
    ['ONE TWO', ['ONE', 'TWO']],
    ['one two-three', ['one', 'two', 'three']],
    ['//', []],
    ['', []],
    ...['/', '-', '_', '+', '=', '.', '@'].map((separator): [string, string[]] => [separator, []]),
  ])('%j splits into %j', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })
})

describe('every word of the filter is the beginning of some word of the text', () => {
  test.each([
    ['o t', 'one two', true],
    ['o t', 'one and two', true],
    ['t o', 'one and two', true],
    ['t', 'one and two', true],
    ['a secret', 'an secret', true],
    ['a secret', 'asecret', false],
    ['ret', 'SecretOne', false],
    ['sec', 'SecretOne', true],
    ['Secret', 'secretone', true],
    ['one', 'SecretOne', true],
    ['things', 'COMPANYthings', false],
    ['Ythings', 'COMPANYthings', true],
    ['company', 'COMPANYthings', false],
    ['company', 'uat/COMPANY/x', true],
    ['N', 'uat/COMPANY/x', false],
    ['pany', 'uat/COMPANY/x', false],
    ['Beta', 'prod-AppBeta/x', false],
    ['Beta', 'prod-AppBeta', true],
    ['+', 'a+b', false],
    ['', 'anything', false],
    ['two one', 'ONE TWO', true],
  ])('%j in %j: %s', (wanted, text, expected) => {
    expect(matchesWords(wanted, text)).toBe(expected)
  })
})
