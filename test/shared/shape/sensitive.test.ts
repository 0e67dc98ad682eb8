import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Sensitive } from '../../../shared/sensitive.ts'

test('only reveal gives the value back', () => {
  const secret = new Sensitive('canary')
  const printed = [String(secret), `${secret as unknown as string}`, JSON.stringify({ secret }), inspect(secret), inspect({ deep: { secret } }, { depth: 9, showHidden: true }), Object.keys(secret).join(), JSON.stringify(Object.entries(secret)), (secret as unknown as string) + '']
  expect(printed.filter((text) => text.includes('canary'))).toEqual([])
  expect(secret.reveal()).toBe('canary')
})

test('a copy by spreading or structured clone holds nothing', () => {
  const secret = new Sensitive('canary')
  expect(JSON.stringify([{ ...secret }, structuredClone(secret)])).toBe('[{},{}]')
})
