import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeValue } from '../../../shared/secret-kinds/describe-value.ts'
import { findJsonProblem } from '../../../shared/secret-kinds/json-problem.ts'
import { isPlainKey } from '../../../shared/secret-kinds/plain-keys.ts'
import { checkSecretName, nameFromText } from '../../../shared/secret-kinds/secret-name.ts'
import { SECRET_TEMPLATES } from '../../../shared/secret-kinds/templates.ts'

describe('the kind of a value', () => {
  it('is told by its keys', () => {
    expect(describeValue({ secretString: '{"engine":"postgres","host":"h","username":"u","password":"p"}' })).toEqual({
      kind: 'database', jsonKeys: ['engine', 'host', 'username', 'password'],
    })
    expect(describeValue({ secretString: '{"url":"https://x","api_key":"k"}' })).toEqual({ kind: 'api-key', jsonKeys: ['url', 'api_key'] })
    expect(describeValue({ secretString: '{"a":1,"b":{"c":2}}' })).toEqual({ kind: 'key-value', jsonKeys: ['a', 'b'] })
    expect(describeValue({ secretString: '{"__proto__":1,"constructor":2}' })).toEqual({ kind: 'key-value', jsonKeys: ['__proto__', 'constructor'] })
    for (const text of ['plain', '[1,2]', '{broken', '5', 'null', '"x"']) expect(describeValue({ secretString: text })).toEqual({ kind: 'text', jsonKeys: [] })
    expect(describeValue({ isBinary: true })).toEqual({ kind: 'binary', jsonKeys: [] })
    expect(describeValue({})).toEqual({ kind: 'empty', jsonKeys: [] })
  })

  it('keeps the list of keys bounded', () => {
    const object = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`${index}-${'k'.repeat(500)}`, 1]))
    const { jsonKeys } = describeValue({ secretString: JSON.stringify(object) })
    expect([jsonKeys.length, Math.max(...jsonKeys.map((key) => key.length))]).toEqual([200, 128])
  })

  it('is that of the template it was made with', () => {
    const kinds = SECRET_TEMPLATES.filter((template) => template.fields.length > 0).map(({ id, fields }) => {
      const value = Object.fromEntries(fields.map((field) => [field.key === '' ? 'mine' : field.key, 'x']))
      return [id, describeValue({ secretString: JSON.stringify(value) }).kind]
    })
    expect(kinds).toEqual([['database', 'database'], ['api-key', 'api-key'], ['key-value', 'key-value']])
  })

  it('never calls a proof a plain key', () => {
    expect(['host', 'USERNAME', 'db_name', 'port'].map(isPlainKey)).toEqual([true, true, true, true])
    expect(['password', 'token', 'apiKey', 'private_key', 'connectionString'].map(isPlainKey)).toEqual([false, false, false, false, false])
  })
})

describe('a secret’s name', () => {
  it('is what AWS takes', () => {
    expect(['prod/db', 'a', 'A_z+9=.@-', 'x'.repeat(512)].map(checkSecretName)).toEqual([null, null, null, null])
    expect(['', 'a b', 'a\u202eb', 'a!b', 'ä', 'x'.repeat(513)].map((name) => checkSecretName(name)?.kind)).toEqual(Array(6).fill('refused'))
    expect(checkSecretName('my-a1b2c3')?.kind).toBe('warning')
  })

  it('can be made of any text', () => {
    expect(['Acme Login', ' /ä b/ ', '☃', 'a//b'].map(nameFromText)).toEqual(['Acme-Login', 'a-b', '', 'a/b'])
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const name = nameFromText(text)
      expect(name === '' || checkSecretName(name)?.kind !== 'refused').toBe(true)
    }))
  })
})

describe('where JSON breaks', () => {
  it('agrees with JSON.parse on any text', () => {
    const nearlyJson = fc.json().chain((text) =>
      fc.oneof(
        fc.constant(text),
        fc.tuple(fc.nat(text.length), fc.constantFrom('', ',', '"', '{', '}', ']', '\\', '\n', '0', "'", 'x')).map(([at, piece]) => text.slice(0, at) + piece + text.slice(at + 1)),
      ),
    )
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.string()), (text) => {
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(findJsonProblem(text)?.severity === 'error').toBe(!isJson)
      }),
      { numRuns: 2_000 },
    )
  })

  it('has a line, a column and words', () => {
    expect(findJsonProblem('{\n  "a": 1,\n  "b": tru\n}')).toEqual({
      offset: 19, line: 3, column: 8, message: 'This is no JSON value. Text stands in double quotes.', severity: 'error',
    })
    expect(findJsonProblem('{"a":1')).toMatchObject({ line: 1, column: 7, message: 'The text ends before its closing }.' })
    expect(findJsonProblem('{"a":12345678901234567890}')).toMatchObject({ severity: 'warning', column: 6 })
    expect(findJsonProblem('{"a":{"b":1},"c":{"b":2}}')).toBeNull()
  })

  it('walks any depth and length', () => {
    expect(findJsonProblem('['.repeat(1_000_000))?.severity).toBe('error')
    expect(findJsonProblem(`"${'a'.repeat(4_000_000)}"`)).toBeNull()
  })
})
