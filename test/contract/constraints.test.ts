import { describe, expect, test } from 'vitest'
import { catalog } from '../../shared/operations/catalog.ts'
import { KMS, SECRETS_MANAGER, type Constraints } from './constraints.ts'
import { brokenRows, wrongTypes } from './support/broken-inputs.ts'
import { constraintFailed, sharedWire } from './support/wire.ts'

const wire = sharedWire()

describe.each([
  ['secretsmanager', SECRETS_MANAGER],
  ['kms', KMS],
] as const satisfies readonly (readonly [string, Constraints])[])('%s', (service, table) => {
  test('the table has every operation', () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(catalog).filter((name) => name.startsWith(`${service}:`)).map((name) => name.slice(service.length + 1)).sort())
  })

  describe.each(Object.entries(table))('%s', (operation, members) => {
    const rows = brokenRows(members)
    test.runIf(rows.length > 0).each(rows)('refuses $title', async ({ input, shown, path, rule }) => {
      const { status, body } = await wire.call(`${service}:${operation}`, input)
      expect({ status, body }).toEqual(constraintFailed(shown, path, rule))
    })

    test('cannot read a member of another type', async () => {
      const answers = await Promise.all(wrongTypes(members).map(async ({ member, input }) => ({ member, answer: await wire.call(`${service}:${operation}`, input) })))
      expect(answers.map(({ member, answer }) => [member, answer.status, answer.body?.['__type']])).toEqual(answers.map(({ member }) => [member, 400, 'SerializationException']))
    })
  })
})
