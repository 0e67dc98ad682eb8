import { describe, expect, test } from 'vitest'
import type { ContextValue } from '../../../electron/engine/policy/authorization-request.ts'
import { evaluate } from '../../../electron/engine/policy/evaluate.ts'
import { allow, ann, requestOf } from './policy-fixture.ts'

type PolicyValue = string | number | boolean | readonly (string | number | boolean)[]
type Row = readonly [operator: string, policyValue: PolicyValue, requestValue: ContextValue | undefined, holds: boolean]

/** Each row: the operator, the value in the policy, the value of the request (undefined: the key is absent), whether it holds. */
function table(rows: readonly Row[]): void {
  test.each(rows)('%s %j with %j: %s', (operator, policyValue, requestValue, holds) => {
    const context = requestValue === undefined ? {} : { 'test:Key': requestValue }
    const identity = [allow({ Condition: { [operator]: { 'test:key': policyValue } } })]
    const decision = evaluate(requestOf({ who: ann, context, identity }))
    expect(decision).toEqual(
      holds
        ? {
            allowed: true,
            reason: 'allowed-by-identity-policy',
            statement: { policyName: 'identity', policyKind: 'identity', index: 0 },
            matched: [
              { policyName: 'identity', policyKind: 'identity', index: 0, effect: 'Allow', principalMatch: 'no-principal-element' },
            ],
          }
        : { allowed: false, reason: 'no-identity-policy-allows', matched: [] },
    )
  })
}

describe('String', () => {
  table([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'abc', false],
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', ['a', 'b'], 'c', false],
    ['StringEquals', '', '', true],
    ['StringEquals', [], 'a', false],
    ['StringEquals', 7, 7, true],
    ['StringEquals', 'true', true, true],
    ['StringEquals', 'a', ['x', 'a'], true],
    ['StringEquals', 'a', undefined, false],
    ['StringEquals', 'a', [], false],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', 'a', 'a', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['StringEqualsIgnoreCase', 'aB', 'ac', false],
    ['StringEqualsIgnoreCase', 'a', undefined, false],
    ['StringNotEqualsIgnoreCase', 'A', 'a', false],
    ['StringNotEqualsIgnoreCase', 'A', 'b', true],
    ['StringNotEqualsIgnoreCase', 'A', undefined, true],
    ['StringLike', 'prod/*', 'prod/db', true],
    ['StringLike', 'prod/?', 'prod/db', false],
    ['StringLike', 'PROD/*', 'prod/db', false],
    ['StringLike', ['x', '*db'], 'prod/db', true],
    ['StringLike', '*', undefined, false],
    ['StringNotLike', 'prod/*', 'prod/db', false],
    ['StringNotLike', 'prod/*', 'dev/db', true],
    ['StringNotLike', 'prod/*', undefined, true],
  ])
})

describe('Numeric', () => {
  table([
    ['NumericEquals', 7, 7, true],
    ['NumericEquals', '7', '7.0', true],
    ['NumericEquals', 7, 8, false],
    ['NumericEquals', 7, 'seven', false],
    ['NumericEquals', [7, 30], 30, true],
    ['NumericEquals', 7, undefined, false],
    ['NumericNotEquals', 7, 8, true],
    ['NumericNotEquals', 7, 7, false],
    ['NumericNotEquals', [7, 8], 8, false],
    ['NumericNotEquals', 7, undefined, true],
    ['NumericLessThan', 7, 6, true],
    ['NumericLessThan', 7, 7, false],
    ['NumericLessThan', 7, undefined, false],
    ['NumericLessThanEquals', 7, 7, true],
    ['NumericLessThanEquals', 7, 7.5, false],
    ['NumericGreaterThan', 7, 8, true],
    ['NumericGreaterThan', 7, 7, false],
    ['NumericGreaterThan', '-1.5', 0, true],
    ['NumericGreaterThanEquals', 7, 7, true],
    ['NumericGreaterThanEquals', 7, 6, false],
  ])
})

describe('Date', () => {
  table([
    ['DateEquals', '2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z', true],
    ['DateEquals', '2026-01-02T03:04:05Z', '2026-01-02T04:04:05+01:00', true],
    ['DateEquals', '2026-01-02T03:04:05Z', 1767323045, true],
    ['DateEquals', 1767323045, '2026-01-02T03:04:05Z', true],
    ['DateEquals', '2026-01-02', '2026-01-02T00:00:00Z', true],
    ['DateEquals', '2026', '2026-01-01T00:00:00Z', true],
    ['DateEquals', '2026-01-02', '2026-01-03', false],
    ['DateEquals', '2026-01-02', undefined, false],
    ['DateNotEquals', '2026-01-02', '2026-01-03', true],
    ['DateNotEquals', '2026-01-02', '2026-01-02', false],
    ['DateNotEquals', '2026-01-02', undefined, true],
    ['DateLessThan', '2026-01-02', '2026-01-01T23:59:59.999Z', true],
    ['DateLessThan', '2026-01-02', '2026-01-02', false],
    ['DateLessThanEquals', '2026-01-02', '2026-01-02', true],
    ['DateGreaterThan', '2026-01-02', '2026-01-02T00:00:01Z', true],
    ['DateGreaterThan', '2026-01-02', '2026-01-02', false],
    ['DateGreaterThanEquals', '2026-01-02', '2026-01-02', true],
    ['DateGreaterThan', '2026-01-02', 'yesterday', false],
    ['DateLessThan', '2024-02-29T12:00Z', '2024-02-29T11:59Z', true],
  ])
})

describe('Bool', () => {
  table([
    ['Bool', 'true', true, true],
    ['Bool', true, true, true],
    ['Bool', 'true', false, false],
    ['Bool', 'false', false, true],
    ['Bool', 'True', 'true', true],
    ['Bool', 'true', 'yes', false],
    ['Bool', 'true', undefined, false],
    ['Bool', 'false', undefined, false],
    ['BoolIfExists', 'false', undefined, true],
  ])
})

describe('Binary', () => {
  table([
    ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['BinaryEquals', 'YQ==', 'YQ', true],
    ['BinaryEquals', 'YQ==', 'Yg==', false],
    ['BinaryEquals', 'YQ==', 'not base64!', false],
    ['BinaryEquals', 'YQ==', undefined, false],
  ])
})

describe('IP address', () => {
  table([
    ['IpAddress', '10.0.0.0/8', '10.1.2.3', true],
    ['IpAddress', '10.0.0.0/8', '11.1.2.3', false],
    ['IpAddress', ['10.0.0.0/8', '2001:db8::/32'], '2001:db8::7', true],
    ['IpAddress', '10.0.0.0/8', 'AWS Internal', false],
    ['IpAddress', '10.0.0.0/8', undefined, false],
    ['NotIpAddress', '10.0.0.0/8', '10.1.2.3', false],
    ['NotIpAddress', '10.0.0.0/8', '11.1.2.3', true],
    ['NotIpAddress', ['10.0.0.0/8', '11.0.0.0/8'], '11.1.2.3', false],
    ['NotIpAddress', '10.0.0.0/8', undefined, true],
  ])
})

describe('ARN', () => {
  table([
    ['ArnEquals', 'arn:aws:iam::111122223333:role/api', 'arn:aws:iam::111122223333:role/api', true],
    ['ArnEquals', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/api', true],
    ['ArnLike', 'arn:aws:iam::*:role/api', 'arn:aws:iam::111122223333:role/api', true],
    ['ArnLike', 'arn:aws:iam::111122223333:role/api', 'arn:aws:iam::111122223333:role/web', false],
    ['ArnLike', 'arn:aws:iam::*:role/api', undefined, false],
    ['ArnNotEquals', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:role/api', false],
    ['ArnNotLike', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:user/ann', true],
    ['ArnNotLike', 'arn:aws:iam::111122223333:role/*', undefined, true],
  ])
})

describe('Null', () => {
  table([
    ['Null', 'true', undefined, true],
    ['Null', 'true', [], true],
    ['Null', 'true', 'a', false],
    ['Null', 'false', undefined, false],
    ['Null', 'false', 'a', true],
    ['Null', false, '', true],
  ])
})

describe('IfExists', () => {
  table([
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'a', true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringNotEqualsIfExists', 'a', 'a', false],
    ['NumericLessThanIfExists', 7, undefined, true],
    ['IpAddressIfExists', '10.0.0.0/8', '11.0.0.1', false],
    ['ArnLikeIfExists', 'arn:aws:iam::*:role/*', undefined, true],
  ])
})

describe('ForAllValues', () => {
  table([
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], 'a', true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['ForAllValues:StringEquals', ['a', 'b'], [], true],
    ['ForAllValues:StringEquals', ['a', 'b'], undefined, true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'd'], false],
    ['ForAllValues:StringLike', 'a*', ['ab', 'ac'], true],
    ['ForAllValues:StringEqualsIfExists', 'a', undefined, true],
  ])
})

describe('ForAnyValue', () => {
  table([
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x', 'a'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['x'], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], [], false],
    ['ForAnyValue:StringEquals', ['a', 'b'], undefined, false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], undefined, false],
    ['ForAnyValue:StringLike', 'a*', ['x', 'ab'], true],
    ['ForAnyValue:StringEqualsIfExists', 'a', undefined, true],
  ])
})

describe('several conditions', () => {
  const both = { StringEquals: { 'test:a': 'x', 'test:b': 'y' }, NumericLessThan: { 'test:c': 5 } }
  test.each([
    ['all hold', { 'test:a': 'x', 'test:b': 'y', 'test:c': 4 }, true],
    ['one key of an operator does not', { 'test:a': 'x', 'test:b': 'z', 'test:c': 4 }, false],
    ['one operator does not', { 'test:a': 'x', 'test:b': 'y', 'test:c': 5 }, false],
    ['one key is absent', { 'test:a': 'x', 'test:c': 4 }, false],
    ['key names differ in case', { 'TEST:A': 'x', 'Test:B': 'y', 'test:C': 4 }, true],
  ])('AND: %s', (_what, context, expected) => {
    expect(evaluate(requestOf({ who: ann, context, identity: [allow({ Condition: both })] })).allowed).toBe(expected)
  })
})
