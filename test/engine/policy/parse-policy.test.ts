import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../../electron/engine/policy/parse-policy.ts'
import { OK, SECRET, problemsOf, without } from './problem-fixture.ts'

describe('the document', () => {
  test.each<[text: string, problems: readonly string[]]>([
    ['{"Version":"2012-10-17","Statement":[]}', ['Statement: Statement must hold at least one statement']],
    ['{"Version":"2012-10-17"}', ['Statement is missing']],
    ['[]', ['An object is expected here']],
    ['"policy"', ['An object is expected here']],
    ['some policy', ['A JSON value is expected here']],
    ['', ['The JSON ends too early']],
    ['{', ['A name in double quotes is expected here']],
    ['{"Statement":[],}', ['A name in double quotes is expected here']],
    ['{"Statement":[]', ['A comma or } is expected here']],
    ['{"Statement":[1 2]}', ['A comma or ] is expected here']],
    ['{"Statement" []}', ['A colon is expected here']],
    ['{"a":"b', ['The text is not closed']],
    ['{"a":"\\x"}', ['This escape is not known']],
    ['{"a":"\\u12"}', ['Four hexadecimal digits are expected after \\u']],
    ['{"a":"\n"}', ['A control character must be escaped']],
    ['{"a":tru}', ['A JSON value is expected here']],
    ['{"a":01}', ['A comma or } is expected here']],
    ['{} {}', ['Only one JSON value is expected here']],
    [`${'['.repeat(100)}`, ['The JSON is nested too deeply']],
  ])('%s', (text, problems) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  const ok = JSON.stringify(OK)
  test.each<[head: string, problems: readonly string[]]>([
    ['"Version":"2012-10-17",', []],
    ['"Version":"2008-10-17",', []],
    ['', []],
    ['"Version":"2019-10-19",', ['Version: Version must be "2012-10-17" or "2008-10-17"']],
    ['"Version":20121017,', ['Version: A text is expected here']],
    ['"version":"2012-10-17",', ['version: "version" must be written Version']],
    ['"Id":"x",', []],
    ['"Id":1,', ['Id: A text is expected here']],
    ['"Comment":"x",', ['Comment: "Comment" is not an element of a policy here']],
    ['"__proto__":{},', ['__proto__: "__proto__" is not an element of a policy here']],
    ['"Version":"2012-10-17","Version":"2012-10-17",', ['Version: Version is here twice']],
  ])('{%s...}', (head, problems) => {
    expect(problemsOf(`{${head}"Statement":${ok}}`)).toEqual(problems)
  })

  test('a statement may be an object or a list, Sids are told apart', () => {
    expect(problemsOf(JSON.stringify({ Statement: OK }))).toEqual([])
    expect(
      problemsOf(JSON.stringify({ Statement: [{ Sid: 'a', ...OK }, { Sid: 'b', ...OK }, OK, { Sid: '', ...OK }, { Sid: '', ...OK }] })),
    ).toEqual([])
    expect(
      problemsOf(
        JSON.stringify({
          Statement: [
            { Sid: 'a', ...OK },
            { Sid: 'a', ...OK },
          ],
        }),
      ),
    ).toEqual(['Statement[1].Sid: The Sid "a" is used twice'])
  })

  test('a duplicate key deep inside is told with its line and column', () => {
    const text =
      '{\n  "Statement": {\n    "Effect": "Deny",\n    "Effect": "Allow",\n    "Principal": "*", "Action": "*", "Resource": "*"\n  }\n}'
    expect(parsePolicy(text, 'resource')).toEqual({
      ok: false,
      problems: [
        {
          path: 'Statement.Effect',
          message: 'Effect is here twice',
          startOffset: text.lastIndexOf('"Effect"'),
          endOffset: text.lastIndexOf('"Effect"') + 8,
          line: 4,
          column: 5,
        },
      ],
    })
  })

  test('escaped letters do not hide a duplicate', () => {
    expect(problemsOf(`{"Statement":${ok},"\\u0053tatement":${ok}}`)).toEqual(['Statement: Statement is here twice'])
  })
})

describe('size', () => {
  const padded = (characters: number, filler: string): string => {
    const text = JSON.stringify({ Statement: OK })
    return text + filler.repeat(characters - text.length)
  }
  const sidOf = (length: number): string => JSON.stringify({ Statement: { ...without('Principal'), Sid: 'a'.repeat(length) } })

  test('white space counts for a resource policy: 20,480 characters', () => {
    expect(problemsOf(padded(20_480, ' '))).toEqual([])
    expect(problemsOf(padded(20_481, ' '))).toEqual(['The policy is 20481 characters long; at most 20480 are allowed'])
  })

  test('and for a key policy: 32,768', () => {
    expect(problemsOf(padded(32_768, '\n'), 'key')).toEqual([])
    expect(problemsOf(padded(32_769, '\n'), 'key')).toEqual(['The policy is 32769 characters long; at most 32768 are allowed'])
  })

  test('it does not count for identity policies: 6,144, or what the caller says', () => {
    const base = sidOf(0).length
    expect(problemsOf(`${' '.repeat(10_000)}${sidOf(6144 - base)}`, 'identity')).toEqual([])
    expect(problemsOf(sidOf(6145 - base), 'identity')).toEqual(['The policy is 6145 characters long; at most 6144 are allowed'])
    expect(parsePolicy(sidOf(6145 - base), 'identity', { maxCharacters: 10_240 }).ok).toBe(true)
  })
})

test('the document of a policy, whole', () => {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Id: 'p',
    Statement: {
      Sid: 's',
      Effect: 'Deny',
      NotPrincipal: { AWS: ['111122223333', 'arn:aws:iam::111122223333:user/ann'], Service: 'lambda.amazonaws.com' },
      NotAction: ['kms:Decrypt'],
      NotResource: SECRET,
      Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*', 7] }, Bool: { 'aws:SecureTransport': false } },
    },
  })
  expect(parsePolicy(text, 'resource')).toEqual({
    ok: true,
    document: {
      version: '2012-10-17',
      id: 'p',
      statements: [
        {
          sid: 's',
          effect: 'Deny',
          principal: {
            negated: true,
            patterns: [
              { type: 'account', accountId: '111122223333' },
              { type: 'user', arn: 'arn:aws:iam::111122223333:user/ann' },
              { type: 'service', name: 'lambda.amazonaws.com' },
            ],
          },
          action: { negated: true, patterns: ['kms:Decrypt'] },
          resource: { negated: true, patterns: [SECRET] },
          conditions: [
            { operator: { test: 'StringLike', set: 'ForAnyValue', ifExists: true }, key: 'aws:TagKeys', values: ['a*', '7'] },
            { operator: { test: 'Bool', set: null, ifExists: false }, key: 'aws:SecureTransport', values: ['false'] },
          ],
        },
      ],
    },
  })
})
