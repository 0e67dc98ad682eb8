import { describe, expect, test } from 'vitest'
import { addStatements, EMPTY_POLICY, formatPolicy, policySize } from '../../../../renderer/features/policy/policy-text.ts'

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
const READ = { Sid: 'Read', Effect: 'Allow' }

describe('statements that are added', () => {
  test('come behind those that are there, and everything else stays', () => {
    const before = JSON.stringify({ Version: '2008-10-17', Id: 'mine', Statement: [{ Sid: 'First' }] })
    expect(parsed(addStatements(before, [READ]))).toEqual({ Version: '2008-10-17', Id: 'mine', Statement: [{ Sid: 'First' }, READ] })
  })

  test('get a number where their Sid is taken, each another one', () => {
    const before = JSON.stringify({ Version: '2012-10-17', Statement: [READ, { Sid: 'Read2' }] })
    expect(parsed(addStatements(before, [READ, READ]))).toMatchObject({ Statement: [READ, { Sid: 'Read2' }, { Sid: 'Read3' }, { Sid: 'Read4' }] })
  })

  test('join a single statement that is in no list, and begin an empty policy', () => {
    expect(parsed(addStatements(JSON.stringify({ Statement: READ }), [{ Effect: 'Deny' }]))).toEqual({ Version: '2012-10-17', Statement: [READ, { Effect: 'Deny' }] })
    expect(parsed(addStatements(' ', [READ]))).toEqual({ Version: '2012-10-17', Statement: [READ] })
    expect(parsed(addStatements(EMPTY_POLICY, []))).toEqual(JSON.parse(EMPTY_POLICY))
  })

  test.each(['{"Statement": [', '[]', '"text"', 'null', '7'])('leave alone what is no policy: %s', (text) => {
    expect(addStatements(text, [READ])).toBeNull()
  })
})

test('a text that is no JSON is not formatted, so nothing of it is lost', () => {
  expect(formatPolicy('{"a":1')).toBeNull()
  expect(formatPolicy('{"a":1}')).toBe('{\n  "a": 1\n}')
})

test('white space counts where the service counts it', () => {
  expect([policySize('{ "a": 1 }', true), policySize('{ "a": 1 }', false)]).toEqual([10, 7])
})
