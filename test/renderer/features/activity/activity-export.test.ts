import Papa from 'papaparse'
import { describe, expect, test } from 'vitest'
import { activityAsCsv, activityAsJsonLines } from '../../../../renderer/features/activity/activity-export.ts'
import { filterInput, matchesFilter, mergeEvents, NO_FILTER } from '../../../../renderer/features/activity/activity-filter.ts'
import type { ActivityLine } from '../../../../shared/activity-words.ts'

const event: ActivityLine = {
  Sequence: 7,
  EventId: 'e7',
  EventDate: 1_790_000_000.25,
  Door: 'endpoint',
  PrincipalArn: 'arn:aws:iam::123456789012:user/=cmd|"x"',
  AccountId: '123456789012',
  Operation: 'secretsmanager:GetSecretValue',
  Resources: ['arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbC123'],
  Region: 'us-east-1',
  RequestId: 'r7',
  Outcome: 'refused',
  ErrorCode: '=HYPERLINK("x"),\n2',
  DurationMicros: 812,
}

describe('activity export', () => {
  test('a CSV reader finds every field again, and no field starts a formula', () => {
    const { data } = Papa.parse<Record<string, string>>(activityAsCsv([event]), { header: true, skipEmptyLines: true })
    expect(data).toStrictEqual([
      {
        Sequence: '7',
        EventId: 'e7',
        EventDate: '2026-09-21T14:13:20.250Z',
        Door: 'endpoint',
        PrincipalArn: 'arn:aws:iam::123456789012:user/=cmd|"x"',
        AccountId: '123456789012',
        AccessKeyId: '',
        SourceIp: '',
        Operation: 'secretsmanager:GetSecretValue',
        Resources: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/db-AbC123',
        Region: 'us-east-1',
        RequestId: 'r7',
        Outcome: 'refused',
        ErrorCode: '\'=HYPERLINK("x"),\n2',
        Decision: '',
        DurationMicros: '812',
      },
    ])
  })

  test('JSON lines hold one whole event a line', () => {
    const lines = activityAsJsonLines([event, { ...event, Sequence: 8 }]).split('\n')
    expect([lines.length, lines[2], JSON.parse(lines[1] ?? '')]).toStrictEqual([3, '', { ...event, Sequence: 8, EventDate: '2026-09-21T14:13:20.250Z' }])
  })
})

describe('activity filter', () => {
  test('an empty filter asks for everything', () => {
    expect([filterInput(NO_FILTER), matchesFilter(event, NO_FILTER)]).toStrictEqual([{}, true])
  })

  test('each part narrows what arrives live', () => {
    const table: readonly [object, boolean][] = [
      [{ outcome: 'refused' }, true],
      [{ outcome: 'allowed' }, false],
      [{ door: 'endpoint' }, true],
      [{ door: 'cli' }, false],
      [{ secretId: 'prod/db' }, true],
      [{ secretId: event.Resources[0] }, true],
      [{ secretId: 'prod/other' }, false],
      [{ text: 'getsecret' }, true],
      [{ text: 'PROD/DB' }, true],
      [{ text: 'nothing like it' }, false],
    ]
    expect(table.map(([part]) => matchesFilter(event, { ...NO_FILTER, ...part }))).toStrictEqual(table.map(([, expected]) => expected))
  })

  test('a call that is both listed and pushed is shown once, newest first, within the limit', () => {
    const at = (Sequence: number): ActivityLine => ({ ...event, Sequence })
    expect(mergeEvents([at(3), at(2), at(1)], [at(4), at(3)], 3).map((line) => line.Sequence)).toStrictEqual([4, 3, 2])
  })
})
