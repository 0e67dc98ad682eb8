import { describe, expect, test } from 'vitest'
import { compileArnPattern, matchArn } from '../../../electron/engine/policy/match-arn.ts'
import { parsePattern } from '../../../electron/engine/policy/policy-pattern.ts'
import type { GlobPart } from '../../../electron/engine/policy/policy-pattern.ts'

function matches(pattern: string, arn: string): boolean {
  const compiled = compileArnPattern(parsePattern(pattern, { variables: false, wildcards: true }) as readonly GlobPart[])
  return compiled !== null && matchArn(compiled, arn)
}

const ROLE = 'arn:aws:iam::111122223333:role/service/api'
const SECRET = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf'

describe('ARN patterns match part by part', () => {
  test.each<[pattern: string, arn: string, matches: boolean]>([
    [ROLE, ROLE, true],
    ['arn:aws:iam::111122223333:role/service/API', ROLE, false],
    ['arn:aws:iam::111122223333:role/*', ROLE, true],
    ['arn:aws:iam::*:role/service/api', ROLE, true],
    ['arn:aws:iam::11112222????:role/service/api', ROLE, true],
    ['arn:*:iam::111122223333:role/service/api', ROLE, true],
    ['arn:aws:iam:*:111122223333:role/service/api', ROLE, true],
    ['arn:aws:iam::444455556666:role/*', ROLE, false],
    ['*', ROLE, true],
    ['arn:aws:iam::*', ROLE, false],
    ['arn:*', ROLE, false],
    ['arn:aws:secretsmanager:*:secret:prod/db-AbCdEf', SECRET, false],
    ['arn:aws:secretsmanager:*:*:secret:prod/*', SECRET, true],
    ['arn:aws:secretsmanager:*:*:secret*', SECRET, true],
    ['arn:aws:secretsmanager:*:*:*', SECRET, true],
    ['arn:aws:secretsmanager:*:*:secret:prod/db-??????', SECRET, true],
    ['arn:aws:secretsmanager:*:*:secret:prod/db', SECRET, false],
    ['arn:aws:*:*:*:*', 'arn:aws:iam', false],
    ['arn:aws:*:*:*:*', 'not an arn', false],
    ['*', 'not an arn', true],
  ])('%s against %s is %s', (pattern, arn, expected) => {
    expect(matches(pattern, arn)).toBe(expected)
  })
})
