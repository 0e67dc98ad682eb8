import { describe, expect, test } from 'vitest'
import { durationLabel, operationLabel, principalLabel, resourceLabel, resourcesLabel } from '../../shared/activity-words.ts'

describe('activity in words', () => {
  test('principals are named as people say them', () => {
    expect(
      [
        'arn:aws:iam::123456789012:root',
        'arn:aws:iam::123456789012:user/ci',
        'arn:aws:sts::123456789012:assumed-role/api/session-1',
        'scheduler',
      ].map(principalLabel),
    ).toStrictEqual(['root', 'user/ci', 'role/api', 'scheduler'])
  })

  test("a secret's ARN is shown by its name alone, dashes of the name kept", () => {
    expect(
      [
        'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/pay-ments/db-AbC123',
        'arn:aws:kms:us-east-1:123456789012:key/1234',
        'prod/db',
      ].map(resourceLabel),
    ).toStrictEqual(['prod/pay-ments/db', 'key/1234', 'prod/db'])
  })

  test('several resources are counted', () => {
    expect([resourcesLabel([]), resourcesLabel(['a']), resourcesLabel(['a', 'b', 'c'])]).toStrictEqual(['', 'a', 'a and 2 more'])
  })

  test('the key that a value needed is not what the call was about', () => {
    const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-Ab12Cd'
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'
    expect([resourcesLabel([secret, key]), resourcesLabel([key])]).toStrictEqual(['app/db', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'])
  })

  test('durations keep one useful digit', () => {
    expect([0, 80, 812, 9_949, 12_400, 1_240_000].map(durationLabel)).toStrictEqual(['< 0.1 ms', '0.1 ms', '0.8 ms', '9.9 ms', '12 ms', '1.2 s'])
  })

  test('operations lose their service', () => {
    expect(operationLabel('secretsmanager:GetSecretValue')).toBe('GetSecretValue')
  })
})
