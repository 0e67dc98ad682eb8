import { describe, expect, test } from 'vitest'
import { queryInput } from '../../electron/endpoint/query-parameters.ts'
import { querySuccessBody } from '../../electron/endpoint/aws-query.ts'
import { ServiceError } from '../../shared/errors.ts'
import { boolean, integer, list, map, string, structure, timestamp } from '../../shared/shape/define.ts'

const shape = structure({
  Name: string(),
  Count: integer(),
  IsOn: boolean(),
  At: timestamp(),
  Names: list(string()),
  Tags: list(structure({ Key: string(), Value: string() })),
  Inner: structure({ Deep: list(integer()) }),
  Table: map(string()),
})
const read = (parameters: Record<string, string>): unknown => queryInput(shape, parameters)
const codeOf = (parameters: Record<string, string>): string => {
  try {
    read(parameters)
  } catch (thrown) {
    return ServiceError.from(thrown).code
  }
  return 'taken'
}

describe('parameters of the query protocol', () => {
  test('become what the shape says they are', () => {
    expect(read({ Name: '12', Count: '-12', IsOn: 'true', At: '2026-01-02T03:04:05Z', 'Inner.Deep.member.1': '7' })).toEqual({
      Name: '12',
      Count: -12,
      IsOn: true,
      At: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
      Inner: { Deep: [7] },
    })
  })

  test('make lists in the order of their numbers, not of their arrival', () => {
    expect(read({ 'Names.member.10': 'j', 'Names.member.2': 'b', 'Names.member.1': 'a' })).toEqual({ Names: ['a', 'b', 'j'] })
    expect(read({ 'Tags.member.2.Key': 'k2', 'Tags.member.1.Value': 'v1', 'Tags.member.1.Key': 'k1' })).toEqual({ Tags: [{ Key: 'k1', Value: 'v1' }, { Key: 'k2' }] })
    expect(read({ Names: '' })).toEqual({ Names: [] })
  })

  test('that the shape does not know are left out', () => {
    expect(read({ Other: 'x', __proto__x: 'y', 'constructor.prototype': 'z', Name: 'n' })).toEqual({ Name: 'n' })
    expect(Object.getPrototypeOf(read({ Name: 'n' }))).toBe(Object.prototype)
  })

  test.each<[title: string, parameters: Record<string, string>]>([
    ['a number with letters', { Count: '12x' }],
    ['a number with a fraction', { Count: '1.5' }],
    ['an empty number', { Count: '' }],
    ['a boolean of another language', { IsOn: 'TRUE' }],
    ['a time that is none', { At: 'soon' }],
    ['text for a list', { Names: 'a' }],
    ['text for a structure', { Inner: 'a' }],
    ['parts for a text', { 'Name.member.1': 'a' }],
    ['a place in a list that is no number', { 'Names.member.x': 'a' }],
    ['the place nought', { 'Names.member.0': 'a' }],
    ['any map, which no action here takes', { 'Table.entry.1.key': 'a' }],
    ['a name without end', { [`Names${'.member'.repeat(20)}`]: 'a' }],
  ])('are refused with %s', (_title, parameters) => {
    expect(codeOf(parameters)).toBe('MalformedInput')
  })
})

test('answers tell times as ISO 8601 and escape what is XML’s own', () => {
  const output = {
    Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 'a/b+c', SessionToken: '<t>&"', Expiration: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000 },
    AssumedRoleUser: { AssumedRoleId: 'AROA:s', Arn: 'arn' },
    PackedPolicySize: 6,
  }
  expect(querySuccessBody('AssumeRole', output, 'id')).toBe(
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId>' +
      '<SecretAccessKey>a/b+c</SecretAccessKey><SessionToken>&lt;t&gt;&amp;&quot;</SessionToken><Expiration>2026-01-02T03:04:05Z</Expiration></Credentials>' +
      '<AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn</Arn></AssumedRoleUser><PackedPolicySize>6</PackedPolicySize></AssumeRoleResult>' +
      '<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></AssumeRoleResponse>',
  )
})
