import { json } from '@codemirror/lang-json'
import { EditorState } from '@codemirror/state'
import { describe, expect, test } from 'vitest'
import { suggestionsAt } from '../../../../renderer/features/policy/policy-completions.ts'
import { placeAt, statementRange } from '../../../../renderer/features/policy/policy-place.ts'
import { actionsFor, isKnownAction } from '../../../../renderer/features/policy/policy-words.ts'
import type { PolicyKind } from '../../../../renderer/store/policies.ts'

const NAMES = {
  principals: [{ arn: 'arn:aws:iam::123456789012:role/api', label: 'role api' }],
  resources: [{ arn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-abcdef', label: 'this secret' }],
  region: 'eu-central-1',
  accountId: '123456789012',
}

/** The state of a text and where its cursor, written `|`, stands. */
function at(marked: string): { state: EditorState; position: number } {
  const position = marked.indexOf('|')
  return { state: EditorState.create({ doc: marked.replace('|', ''), extensions: [json()] }), position }
}

function suggested(marked: string, kind: PolicyKind = 'resource'): readonly string[] {
  const { state, position } = at(marked)
  const place = placeAt(state, position)
  return place === null ? [] : suggestionsAt(place, kind, NAMES).map(({ label }) => label)
}

describe('completion knows the place', () => {
  test.each<[marked: string, first: string]>([
    ['{|}', 'Version'],
    ['{"|"}', 'Version'],
    ['{"Version": "|"}', '2012-10-17'],
    ['{"Version": "2012-10-17", |}', 'Statement'],
    ['{"Statement": [{|}]}', 'Sid'],
    ['{"Statement": [{"|"}]}', 'Sid'],
    ['{"Statement": [{"Sid": "a", "Effect": "|"}]}', 'Allow'],
    ['{"Statement": [{"Action": "|"}]}', 'secretsmanager:*'],
    ['{"Statement": [{"Action": ["secretsmanager:GetSecretValue", "|"]}]}', 'secretsmanager:*'],
    ['{"Statement": [{"Action": |}]}', 'secretsmanager:*'],
    ['{"Statement": [{"Principal": {"|"}}]}', 'AWS'],
    ['{"Statement": [{"Principal": {"AWS": "|"}}]}', 'arn:aws:iam::123456789012:role/api'],
    ['{"Statement": [{"Resource": "|"}]}', '*'],
    ['{"Statement": [{"Condition": {"|"}}]}', 'StringEquals'],
    ['{"Statement": [{"Condition": {"StringEquals": {"|"}}}]}', 'secretsmanager:VersionStage'],
    ['{"Statement": [{"Condition": {"StringEquals": {"secretsmanager:VersionStage": "|"}}}]}', 'AWSCURRENT'],
    ['{"Statement": [{"Condition": {"Bool": {"aws:ViaAWSService": "|"}}}]}', 'true'],
  ])('%s', (marked, first) => {
    expect(suggested(marked)[0]).toBe(first)
  })

  test('names that are there are not offered again, and a principal only where the kind has one', () => {
    expect(suggested('{"Statement": [{"Effect": "Allow", |}]}')).not.toContain('Effect')
    expect(suggested('{"Statement": [{|}]}')).toContain('Principal')
    expect(suggested('{"Statement": [{|}]}', 'identity')).not.toContain('Principal')
    expect(suggested('{"Statement": [{|}]}', 'trust')).not.toContain('Resource')
  })

  test('of a key are the actions of KMS, of an identity those of all', () => {
    expect(new Set(actionsFor('key').map((action) => action.split(':')[0]))).toEqual(new Set(['kms']))
    expect(new Set(actionsFor('identity').map((action) => action.split(':')[0]))).toEqual(new Set(['secretsmanager', 'kms', 'sts']))
    expect(actionsFor('resource')).toContain('secretsmanager:Get*')
  })

  test('nothing is offered for a Sid or outside a policy', () => {
    expect([suggested('{"Statement": [{"Sid": "|"}]}'), suggested('"|"'), suggested('{"Other": {|}}')]).toEqual([[], [], []])
  })
})

test.each([
  ['secretsmanager:GetSecretValue', true],
  ['secretsmanager:getsecretvalue', true],
  ['secretsmanager:Get*', true],
  ['kms:GenerateDataKey?air', true],
  ['*', true],
  ['s3:GetObject', true],
  ['secretsmanager:GetSecretValu', false],
  ['kms:Decript', false],
  ['secretsmanager:(', false],
])('%s: %s', (action, isKnown) => {
  expect(isKnownAction(action)).toBe(isKnown)
})

test('a statement is found by its number, in a list and alone', () => {
  const text = '{"Statement": [{"Sid": "a"}, {"Sid": "b"}]}'
  const state = EditorState.create({ doc: text, extensions: [json()] })
  const second = statementRange(state, 1)
  expect(second === null ? null : text.slice(second.from, second.to)).toBe('{"Sid": "b"}')
  expect(statementRange(state, 2)).toBeNull()
  expect(statementRange(EditorState.create({ doc: '{"Statement": {"Sid": "a"}}', extensions: [json()] }), 0)).toEqual({ from: 14, to: 26 })
})
