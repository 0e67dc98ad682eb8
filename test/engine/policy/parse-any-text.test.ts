import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../../electron/engine/policy/parse-policy.ts'
import type { PolicyGrammar } from '../../../electron/engine/policy/policy-document.ts'

describe('any text', () => {
  const grammars: PolicyGrammar[] = ['identity', 'resource', 'key', 'trust']
  const grammar = fc.constantFrom(...grammars)

  test('never throws, and every problem lies inside the text', () => {
    const words = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '"Statement"',
      '"Effect"',
      '"Allow"',
      '"Principal"',
      '"*"',
      '"Action"',
      '"Resource"',
      '"Condition"',
      'null',
      '1',
      '\n',
    ]
    const mangled = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 40 })
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), mangled, fc.json()), grammar, (text, kind) => {
        const parse = parsePolicy(text, kind)
        const problems = parse.ok ? [] : parse.problems
        expect(parse.ok).toBe(problems.length === 0)
        for (const { startOffset, endOffset, line, column } of problems) {
          expect(startOffset >= 0 && startOffset <= endOffset && endOffset <= text.length).toBe(true)
          expect(
            text
              .split('\n')
              .slice(0, line - 1)
              .join('\n').length +
              (line > 1 ? 1 : 0) +
              column -
              1,
          ).toBe(startOffset)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('is JSON here exactly when it is JSON for the platform', () => {
    const nearJson = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '\\', '\u0001', '-', 'e'))
      .map(([text, at, piece]) => {
        const cut = at % (text.length + 1)
        return text.slice(0, cut) + piece + text.slice(cut + (at % 2))
      })
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    const syntaxProblem = /^(The JSON|A JSON|A name in|A colon|A comma|Only one|The text is not closed|This escape|Four hex|A control)/
    fc.assert(
      fc.property(nearJson, (text) => {
        const parse = parsePolicy(text, 'resource')
        const refused = !parse.ok && parse.problems.some((problem) => syntaxProblem.test(problem.message))
        expect(refused).toBe(!isJson(text))
      }),
      { numRuns: 2000 },
    )
  })
})
