import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldProblems, fieldsOf, fieldType, formattedJson, tableProblem, textOfFields } from '../../../shared/secret-edit/edited-fields.ts'

function ids(): () => string {
  let last = 0
  return () => `f${(last += 1)}`
}

describe('the key/value table', () => {
  it('gives back the value that it was made of, types and order too', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object)
        fc.pre(tableProblem(text) === null)
        expect(JSON.parse(textOfFields(fieldsOf(text, ids()), text))).toEqual(JSON.parse(text))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps the indentation of the text, and __proto__ as a key', () => {
    const text = '{\n    "port": 5432,\n    "__proto__": "x"\n}'
    expect(textOfFields(fieldsOf(text, ids()), text)).toBe(text)
  })

  it('tells types apart and takes JSON that is none as text', () => {
    const types = fieldsOf('{"a":"1","b":1,"c":true,"d":null,"e":[1],"f":{}}', ids()).map(fieldType)
    expect(types).toEqual(['text', 'number', 'boolean', 'null', 'JSON', 'JSON'])
    expect(textOfFields([{ id: '1', key: 'port', text: 'none', kind: 'json' }])).toBe('{"port":"none"}')
  })

  it('refuses a key that stands twice or is missing, and leaves empty rows out', () => {
    const fields = [
      { id: '1', key: 'a', text: '1', kind: 'string' },
      { id: '2', key: 'a', text: '2', kind: 'string' },
      { id: '3', key: '', text: 'lost', kind: 'string' },
      { id: '4', key: '', text: '', kind: 'string' },
    ] as const
    expect([...fieldProblems(fields)]).toEqual([['2', 'This key stands twice.'], ['3', 'This value needs a key.']])
    expect(textOfFields([fields[0], fields[3]])).toBe('{"a":"1"}')
  })

  it('does not open on a text of which it would lose something', () => {
    expect(tableProblem('{"a":1')).toBe('Line 1, column 7: The text ends before its closing }.')
    expect(tableProblem('[1]')).toBe('The table is for a JSON object, which this value is not.')
    expect(tableProblem('{"a":1,"a":2}')).toContain('The table would lose it.')
    expect(tableProblem('{"id":12345678901234567890}')).toContain('The table would lose it.')
    expect(formattedJson('{"a":1,"a":2}')).toBeNull()
    expect(formattedJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  })
})
