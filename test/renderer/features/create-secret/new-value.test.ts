import { describe, expect, it } from 'vitest'
import { contentOf, templateText, withEngine } from '../../../../renderer/features/create-secret/new-value.ts'
import { tagProblem } from '../../../../renderer/features/create-secret/tag-rows.tsx'
import { fieldsOf, textOfFields } from '../../../../shared/secret-edit/edited-fields.ts'

let last = 0
const nextId = () => `f${(last += 1)}`
const edited = (value: object) => ({ text: JSON.stringify(value), problem: null })

describe('the value of a new secret', () => {
  it('is made of what was filled in; optional rows that were left empty are not stored', () => {
    const login = { engine: 'postgres', host: 'db', port: 5432, username: 'app', password: 'p', dbname: '' }
    expect(contentOf('database', edited(login), null)).toEqual({ content: { SecretString: '{"engine":"postgres","host":"db","port":5432,"username":"app","password":"p"}' }, problem: null })
    expect(contentOf('key-value', edited({ mine: '' }), null)).toEqual({ content: { SecretString: '{"mine":""}' }, problem: null })
  })

  it('needs its proof, a value, and room', () => {
    expect(contentOf('database', { text: templateText('database'), problem: null }, null).problem).toBe('password is empty. Give it a value, or remove the row.')
    expect(contentOf('api-key', edited({ url: 'x', apiKey: '' }), null).problem).toBe('apiKey is empty. Give it a value, or remove the row.')
    expect(contentOf('key-value', { text: '{}', problem: null }, null).problem).toBe('The secret needs a value.')
    expect(contentOf('text', { text: '', problem: null }, null).problem).toBe('The secret needs a value.')
    expect(contentOf('text', { text: 'é'.repeat(32_769), problem: null }, null).problem).toBe('The value has 65,538 bytes. AWS takes at most 65,536.')
    expect(contentOf('text', { text: 'é'.repeat(32_768), problem: null }, null).problem).toBeNull()
    expect(contentOf('key-value', { text: '{"a"', problem: 'Line 1, column 5: broken' }, null).problem).toBe('Line 1, column 5: broken')
  })

  it('of the kind binary is the file', () => {
    expect(contentOf('binary', edited({}), null).problem).toBe('Choose a file.')
    expect(contentOf('binary', edited({}), { name: 'x', base64: '' }).problem).toBe('The file is empty, and AWS takes no empty value.')
    expect(contentOf('binary', edited({}), { name: 'x', base64: 'AAEC' })).toEqual({ content: { SecretBinary: 'AAEC' }, problem: null })
  })
})

describe('the engine of a database', () => {
  it('brings its port along, unless the port was chosen', () => {
    const fields = fieldsOf(templateText('database'), nextId)
    expect(JSON.parse(textOfFields(withEngine(fields, 'mysql')))).toMatchObject({ engine: 'mysql', port: 3306 })
    const own = fields.map((field) => (field.key === 'port' ? { ...field, text: '6432' } : field))
    expect(JSON.parse(textOfFields(withEngine(own, 'mysql')))).toMatchObject({ engine: 'mysql', port: 6432 })
  })
})

describe('tags of a new secret', () => {
  it('are held against AWS’s rules', () => {
    const rows = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([key, value], id) => ({ id, key, value }))
    expect(tagProblem(rows(['', ''], ['team', 'web']))).toBeNull()
    expect(tagProblem(rows(['', 'web']))).toBe('A tag needs a key.')
    expect(tagProblem(rows(['a', '1'], [' a', '2']))).toBe('Two tags have the same key.')
    expect(tagProblem(rows(['AWS:x', '1']))).toBe('AWS keeps tag keys that start with aws: for itself.')
    expect(tagProblem(rows(...Array.from({ length: 51 }, (_, index) => [`k${index}`, ''] as const)))).toBe('AWS takes at most 50 tags.')
  })
})
