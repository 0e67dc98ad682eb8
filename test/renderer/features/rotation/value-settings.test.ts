import { expect, test } from 'vitest'
import { FUNCTIONS_OWN } from '../../../../shared/rotation/password-choice.ts'
import { passwordPlan, settingsOf, tagChanges } from '../../../../renderer/features/rotation/value-settings.ts'
import { EXCLUDE_PRESETS } from '../../../../shared/rotation/password-rules.ts'
import { KINDS } from '../../../../electron/functions/generated-value.ts'
import { KIND_OPTIONS, PRESET_OPTIONS } from '../../../../renderer/features/rotation/value-settings.ts'

const API_KEY = { Tags: [{ Key: 'team', Value: 'web' }], JsonKeys: ['url', 'apiKey'] }

test('what is offered is what the functions take', () => {
  expect(KIND_OPTIONS.map((option) => option.value)).toEqual([...KINDS])
  expect(PRESET_OPTIONS.map((option) => option.value)).toEqual(Object.keys(EXCLUDE_PRESETS))
})

test('the key that proves something is the one that gets the new value', () => {
  expect(settingsOf(API_KEY)).toEqual({ kind: 'password', jsonKey: 'apiKey', password: FUNCTIONS_OWN })
  expect(settingsOf({ Tags: [], JsonKeys: ['username', 'password'] }).jsonKey).toBe('password')
  expect(settingsOf({ Tags: [], JsonKeys: [] }).jsonKey).toBe('')
})

test('only tags of settings that differ are touched, and defaults take theirs away', () => {
  expect(tagChanges(API_KEY, 'generator', settingsOf(API_KEY))).toEqual({ put: [{ Key: 'coffer:rotation:JSON_KEY', Value: 'apiKey' }], remove: [] })
  const tagged = { ...API_KEY, Tags: [...API_KEY.Tags, { Key: 'coffer:rotation:GENERATE', Value: 'hex' }, { Key: 'coffer:rotation:JSON_KEY', Value: 'apiKey' }, { Key: 'coffer:rotation:PASSWORD_LENGTH', Value: '64' }] }
  expect(settingsOf(tagged)).toEqual({ kind: 'hex', jsonKey: 'apiKey', password: { ...FUNCTIONS_OWN, length: 64 } })
  expect(tagChanges(tagged, 'generator', { ...settingsOf(tagged), kind: 'ed25519', jsonKey: 'privateKey' })).toEqual({
    put: [{ Key: 'coffer:rotation:GENERATE', Value: 'ed25519' }],
    remove: ['coffer:rotation:JSON_KEY', 'coffer:rotation:PASSWORD_LENGTH'],
  })
  expect(tagChanges({ Tags: [], JsonKeys: ['password'] }, 'single', { kind: 'password', jsonKey: 'password', password: { ...FUNCTIONS_OWN, preset: 'url', length: 40 } }).put).toEqual([
    { Key: 'coffer:rotation:PASSWORD_LENGTH', Value: '40' },
    { Key: 'coffer:rotation:EXCLUDE_PRESET', Value: 'url' },
  ])
  expect(tagChanges(tagged, 'own', settingsOf(API_KEY))).toEqual({ put: [], remove: [] })
})

test('the function of the choice decides what passwords can be', () => {
  const settings = { kind: 'hex', jsonKey: 'password', password: { ...FUNCTIONS_OWN, length: 100 } } as const
  expect(passwordPlan('generator', 'builtin-generator', settings)).toBe(null)
  expect(passwordPlan('single', 'builtin-postgres-single', settings)).toMatchObject({ ok: true })
  expect(passwordPlan('single', 'builtin-redshift-single', settings)).toEqual({ ok: false, problem: 'PASSWORD_LENGTH must be a whole number from 8 to 64, the most that Amazon Redshift takes, not 100.' })
  expect(passwordPlan('own', 'mine', settings)).toBe(null)
})
