import { describe, expect, test } from 'vitest'
import { FUNCTIONS_OWN, passwordSettings, readerOf, readPasswordChoice } from '../../../shared/rotation/password-choice.ts'
import { EXCLUDE_PRESETS, PASSWORDS, passwordRulesOf, planPassword, settingsProblem } from '../../../shared/rotation/password-rules.ts'
import { changedTags, settingsOfTags, tagChangesFor } from '../../../shared/rotation/setting-tags.ts'

const reads = (settings: Readonly<Record<string, string>>) => (name: string) => settings[name] ?? null

describe('what new passwords will be like', () => {
  test.each([
    [PASSWORDS.postgres, {}, '32 characters of a-z, A-Z, 0-9 and punctuation, without " \' / : @ \\'],
    [PASSWORDS.postgres, { PASSWORD_LENGTH: '64', EXCLUDE_PUNCTUATION: 'true', EXCLUDE_CHARACTERS: '0O1l' }, '64 characters of a-z, A-Z and 0-9, without l O 0 1'],
    [PASSWORDS.mysql, { EXCLUDE_CHARACTERS: '', EXCLUDE_LOWERCASE: 'yes' }, '32 characters of A-Z, 0-9 and punctuation'],
    [PASSWORDS.oracle, {}, '30 characters of a-z, A-Z, 0-9 and punctuation, without " \' / @ \\'],
    [PASSWORDS.redshift, { EXCLUDE_NUMBERS: 'true', EXCLUDE_PUNCTUATION: '1' }, '32 characters of a-z, A-Z and 0-9'],
    [PASSWORDS.oracle, { EXCLUDE_CHARACTERS: '/' }, '30 characters of a-z, A-Z, 0-9 and punctuation, without " /'],
    [PASSWORDS.db2, { EXCLUDE_CHARACTERS: '' }, '32 characters of a-z, A-Z, 0-9 and punctuation, without ; { }'],
    [PASSWORDS.db2, {}, '32 characters of a-z, A-Z, 0-9 and punctuation, without " \' / ; @ \\ { }'],
  ])('%o with %o', (rules, settings, words) => {
    const plan = planPassword(rules, reads(settings))
    expect(plan).toMatchObject({ ok: true, words, weakness: null, caution: null })
    expect(settingsProblem(plan)).toBe(null)
  })

  test.each([
    [PASSWORDS.postgres, { PASSWORD_LENGTH: '7' }, 'PASSWORD_LENGTH must be a whole number from 8 to 4096, not 7.'],
    [PASSWORDS.postgres, { PASSWORD_LENGTH: '4097' }, 'PASSWORD_LENGTH must be a whole number from 8 to 4096, not 4097.'],
    [PASSWORDS.postgres, { PASSWORD_LENGTH: 'long' }, 'PASSWORD_LENGTH must be a whole number from 8 to 4096, not long.'],
    [PASSWORDS.postgres, { PASSWORD_LENGTH: ' ' }, 'PASSWORD_LENGTH must be a whole number from 8 to 4096, not  .'],
    [PASSWORDS.sqlserver, { PASSWORD_LENGTH: '129' }, 'PASSWORD_LENGTH must be a whole number from 8 to 128, the most that SQL Server takes, not 129.'],
    [PASSWORDS.oracle, { PASSWORD_LENGTH: '31' }, 'PASSWORD_LENGTH must be a whole number from 8 to 30, the most that Oracle takes, not 31.'],
    [PASSWORDS.mysql, { EXCLUDE_PRESET: 'toString' }, 'EXCLUDE_PRESET must be one of aws, url, shell, connection-string, not toString.'],
    [PASSWORDS.mysql, { EXCLUDE_LOWERCASE: 'true', EXCLUDE_UPPERCASE: 'true', EXCLUDE_NUMBERS: 'true', EXCLUDE_PUNCTUATION: 'true' }, 'All characters are left out, so that no password can be made. Leave out fewer of them.'],
    [PASSWORDS.mysql, { EXCLUDE_LOWERCASE: 'true', EXCLUDE_UPPERCASE: 'true', EXCLUDE_PUNCTUATION: 'true', EXCLUDE_CHARACTERS: '012345678' }, 'One character alone is left, so that every password would be the same. Leave out fewer of them.'],
    [PASSWORDS.redshift, { EXCLUDE_CHARACTERS: '0123456789/@"\'\\' }, 'Amazon Redshift wants a character of 0-9 in every password, and EXCLUDE_CHARACTERS leaves out all of them.'],
  ])('%o with %o cannot be made', (rules, settings, problem) => {
    expect(planPassword(rules, reads(settings))).toEqual({ ok: false, problem })
  })

  test('what is left out makes short passwords weak, and the doors refuse those that are found by trying', () => {
    const digits = { EXCLUDE_LOWERCASE: 'true', EXCLUDE_UPPERCASE: 'true', EXCLUDE_PUNCTUATION: 'true' }
    const weak = planPassword(PASSWORDS.postgres, reads({ ...digits, PASSWORD_LENGTH: '8' }))
    expect(weak).toMatchObject({ ok: true, request: { PasswordLength: 8 }, bits: 26, caution: null })
    expect(settingsProblem(weak)).toBe('8 characters out of 10 are found by trying. With what is left out it takes 13 at least.')
    expect(planPassword(PASSWORDS.postgres, reads({ ...digits, PASSWORD_LENGTH: '13' }))).toMatchObject({ weakness: null, caution: 'That is weak for a password that programs use: 43 bits. 20 characters would do.' })
    expect(planPassword(PASSWORDS.postgres, reads({ ...digits, PASSWORD_LENGTH: '20' }))).toMatchObject({ weakness: null, caution: null })
  })

  test.each(Object.keys(PASSWORDS))('every preset and no setting at all can be made for %s', (name) => {
    const rules = PASSWORDS[name as keyof typeof PASSWORDS]
    for (const preset of Object.keys(EXCLUDE_PRESETS)) expect(settingsProblem(planPassword(rules, reads({ EXCLUDE_PRESET: preset }))), preset).toBe(null)
    expect(settingsProblem(planPassword(rules, () => null))).toBe(null)
  })

  test('a function is known by its name', () => {
    expect(passwordRulesOf('builtin-postgres-alternating')).toBe(PASSWORDS.postgres)
    expect(passwordRulesOf('builtin-generator')).toBe(PASSWORDS.generator)
    for (const name of ['rotate-app', 'builtin-constructor-single', 'my-builtin-postgres-single']) expect(passwordRulesOf(name), name).toBe(null)
  })
})

describe('the tags that settings are kept in', () => {
  const choice = { length: 40, preset: 'url', excludeCharacters: 'abc', leftOut: ['EXCLUDE_NUMBERS'], requiresEach: false } as const

  test('hold what was chosen and nothing of what is as the function does it', () => {
    const before = [{ Key: 'team', Value: 'web' }, { Key: 'coffer:rotation:EXCLUDE_PUNCTUATION', Value: 'true' }, { Key: 'coffer:rotation:SSL_MODE', Value: 'require' }]
    const changes = tagChangesFor(before, passwordSettings(choice))
    expect(changes.remove).toEqual(['coffer:rotation:EXCLUDE_PUNCTUATION'])
    const after = changedTags(before, changes)
    expect(readPasswordChoice(settingsOfTags(after))).toEqual(choice)
    expect(after.map(({ Key, Value }) => `${Key}=${Value}`)).toEqual([
      'team=web',
      'coffer:rotation:SSL_MODE=require',
      'coffer:rotation:PASSWORD_LENGTH=40',
      'coffer:rotation:EXCLUDE_PRESET=url',
      'coffer:rotation:EXCLUDE_CHARACTERS=abc',
      'coffer:rotation:EXCLUDE_NUMBERS=true',
      'coffer:rotation:REQUIRE_EACH_INCLUDED_TYPE=false',
    ])
    expect(tagChangesFor(after, passwordSettings(choice))).toEqual({ put: [], remove: [] })
    expect(changedTags(after, tagChangesFor(after, passwordSettings(FUNCTIONS_OWN)))).toEqual([before[0], before[2]])
  })

  test('are read as functions read a choice', () => {
    for (const name of ['PASSWORD_LENGTH', 'EXCLUDE_PRESET', 'EXCLUDE_CHARACTERS', 'EXCLUDE_NUMBERS', 'EXCLUDE_LOWERCASE']) {
      expect(readerOf(choice)(name)).toBe(settingsOfTags(changedTags([], tagChangesFor([], passwordSettings(choice))))(name))
    }
  })

  test('with nonsense in them count as not set', () => {
    expect(readPasswordChoice(reads({ PASSWORD_LENGTH: 'x', EXCLUDE_PRESET: 'all' }))).toEqual(FUNCTIONS_OWN)
  })
})
