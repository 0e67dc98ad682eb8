import { describe, expect, test } from 'vitest'
import { Sensitive } from '../../../shared/sensitive.ts'
import { readDatabaseSecret, withLogin } from '../../../electron/functions/databases/database-secret.ts'
import type { EngineName } from '../../../electron/functions/databases/engine-profile.ts'
import { readTlsChoice } from '../../../electron/functions/databases/tls-choice.ts'
import { twinName } from '../../../electron/functions/databases/twin-name.ts'
import { functionSettings } from '../../../electron/functions/function-settings.ts'
import { EXCLUDE_PRESETS } from '../../../shared/rotation/password-rules.ts'
import { passwordRequest } from '../../../electron/functions/new-password.ts'

const NONE = functionSettings({}, [])
const BASE = { engine: 'postgres', host: 'db', username: 'app', password: 'p' }
const read = (engine: EngineName, fields: unknown) => readDatabaseSecret(engine, new Sensitive(typeof fields === 'string' ? fields : JSON.stringify(fields)), NONE)
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

describe('a database secret', () => {
  test.each<[EngineName, string, number, string | null]>([
    ['postgres', 'postgres', 5432, 'postgres'],
    ['postgres', 'aurora-postgresql', 5432, 'postgres'],
    ['mysql', 'aurora-mysql', 3306, null],
    ['mariadb', 'mariadb', 3306, null],
    ['redshift', 'redshift', 5439, 'dev'],
    ['mongodb', 'mongo', 27_017, 'admin'],
    ['sqlserver', 'sqlserver', 1433, 'master'],
    ['redis', 'redis', 6379, null],
    ['redis', 'valkey', 6379, null],
  ])('%s with engine %s has its port and database', (name, engine, port, database) => {
    expect(read(name, { ...BASE, engine, port: null, dbname: null, masterarn: null })).toMatchObject({ port, database, masterArn: null })
  })

  test.each([
    [5433, 5433],
    ['5433', 5433],
    [' 5433 ', 5433],
    ['', 'refused'],
    ['5433x', 'refused'],
    [0, 'refused'],
    [65_536, 'refused'],
    [true, 'refused'],
  ])('port %j is %j', (port, expected) => {
    const attempt = (): number => read('postgres', { ...BASE, port }).port
    if (expected === 'refused') expect(attempt).toThrow('port must be a whole number from 1 to 65535')
    else expect(attempt()).toBe(expected)
  })

  test.each([
    ['not json', 'JSONDecodeError', /not JSON/],
    ['[1]', 'JSONDecodeError', /not an object/],
    [{ ...BASE, engine: undefined }, 'KeyError', "Database engine must be set to 'postgres' in order to use this rotation lambda"],
    [{ ...BASE, engine: 'mysql' }, 'KeyError', "Database engine must be set to 'postgres' in order to use this rotation lambda"],
    [{ ...BASE, host: undefined }, 'KeyError', 'host key is missing from secret JSON'],
    [{ ...BASE, host: null }, 'KeyError', 'host key is missing from secret JSON'],
    [{ ...BASE, username: undefined }, 'KeyError', 'username key is missing from secret JSON'],
    [{ ...BASE, password: undefined }, 'KeyError', 'password key is missing from secret JSON'],
    [{ ...BASE, username: '' }, 'ValueError', 'username must not be empty in the secret JSON'],
    [{ ...BASE, host: 5 }, 'ValueError', 'host must be text in the secret JSON'],
  ])('%j is refused', (fields, errorType, message) => {
    let thrown: unknown
    try {
      read('postgres', fields)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ errorType, message: expect.stringMatching(message) })
  })

  test('an Oracle secret needs its dbname; an IPv6 address may be in brackets', () => {
    expect(() => read('oracle', { ...BASE, engine: 'oracle' })).toThrow('dbname key is missing from secret JSON')
    expect(read('postgres', { ...BASE, host: '[::1]' }).host).toBe('::1')
  })

  test('keys that nobody knows are kept in their order', () => {
    const secret = read('postgres', '{"a":1,"username":"app","engine":"postgres","password":"p","host":"db","z":{"k":[true]}}')
    expect(withLogin(secret, { username: 'app_clone', password: new Sensitive('q"') }).reveal()).toBe('{"a":1,"username":"app_clone","engine":"postgres","password":"q\\"","host":"db","z":{"k":[true]}}')
  })
})

describe('TLS', () => {
  test.each([
    [{}, 'verify-if-offered'],
    [{ ssl: null }, 'verify-if-offered'],
    [{ ssl: 1 }, 'verify-if-offered'],
    [{ ssl: 'yes' }, 'verify-if-offered'],
    [{ ssl: true }, 'verify-full'],
    [{ ssl: 'True' }, 'verify-full'],
    [{ ssl: false }, 'disable'],
    [{ ssl: 'FALSE' }, 'disable'],
    [{ ssl: true, sslmode: 'prefer' }, 'prefer'],
    [{ sslmode: 'require' }, 'require'],
    [{ sslmode: 'require', sslrootcert: CERTIFICATE }, 'verify-ca'],
    [{ sslmode: 'verify-ca' }, 'verify-ca'],
  ])('%j is %s', (fields, mode) => {
    expect(readTlsChoice(fields, NONE).mode).toBe(mode)
  })

  test.each([
    [{ sslmode: 'allow' }, /sslmode must be one of disable, prefer, require, verify-ca, verify-full/],
    [{ sslrootcert: 'ca.pem' }, /PEM text or the absolute path/],
    [{ sslrootcert: '/no/such/file.pem' }, /cannot be read/],
    [{ sslrootcert: `${import.meta.dirname}/memory-secret.ts` }, /holds no PEM certificate/],
  ])('%j is refused', (fields, message) => {
    expect(() => readTlsChoice(fields, NONE)).toThrow(message)
  })

  test('the function’s environment gives what the secret does not say, and a tag goes before it', () => {
    const settings = functionSettings({ SSL_ROOT_CERT: CERTIFICATE, SSL_MODE: 'verify-full' }, [{ Key: 'coffer:rotation:SSL_MODE', Value: 'verify-ca' }])
    expect(readTlsChoice({}, settings)).toEqual({ mode: 'verify-ca', ca: CERTIFICATE })
    expect(readTlsChoice({ sslmode: 'disable' }, settings).mode).toBe('disable')
  })
})

describe('the twin’s name', () => {
  test.each<[EngineName, string, string]>([
    ['postgres', 'app', 'app_clone'],
    ['postgres', 'app_clone', 'app'],
    ['postgres', 'app_clone_clone', 'app_clone'],
    ['postgres', 'app_CLONE', 'app_CLONE_clone'],
    ['oracle', 'app', 'APP_CLONE'],
    ['oracle', 'APP_CLONE', 'APP'],
    ['oracle', 'app_clone', 'APP_CLONE_CLONE'],
    ['oracle', '"app"', '"app_CLONE"'],
    ['oracle', '"app_CLONE"', '"app"'],
    ['mysql', 'a'.repeat(26), `${'a'.repeat(26)}_clone`],
    ['mariadb', 'a'.repeat(74), `${'a'.repeat(74)}_clone`],
    ['sqlserver', 'a'.repeat(122), `${'a'.repeat(122)}_clone`],
    ['mongodb', 'a'.repeat(300), `${'a'.repeat(300)}_clone`],
  ])('%s: %s is %s', (engine, name, twin) => {
    expect(twinName(engine, name, NONE)).toBe(twin)
  })

  test.each<[EngineName, string, string]>([
    ['mysql', 'a'.repeat(27), 'Unable to clone user, username length with _clone appended would exceed 32 characters'],
    ['mariadb', 'a'.repeat(75), 'Unable to clone user, username length with _clone appended would exceed 80 characters'],
    ['oracle', 'A'.repeat(25), 'Unable to clone user, username length with _CLONE appended would exceed 30 characters'],
    ['db2', '_clone', 'Invalid username, username must not be empty after _clone suffix is removed'],
  ])('%s: %s is refused', (engine, name, message) => {
    expect(() => twinName(engine, name, NONE)).toThrow(message)
  })

  test('USERNAME_CHARACTER_LIMIT is AWS’s setting', () => {
    expect(() => twinName('mysql', 'elevenchars', functionSettings({ USERNAME_CHARACTER_LIMIT: '16' }, []))).toThrow('would exceed 16 characters')
    expect(() => twinName('mysql', 'app', functionSettings({ USERNAME_CHARACTER_LIMIT: 'many' }, []))).toThrow('whole number')
  })
})

describe('the new password', () => {
  test('AWS’s defaults and switches are the parameters of GetRandomPassword', () => {
    expect(passwordRequest({ engine: null, excludeCharacters: ':/@', length: 32 }, NONE)).toEqual({ ExcludeCharacters: ':/@', PasswordLength: 32, ExcludeNumbers: false, ExcludePunctuation: false, ExcludeUppercase: false, ExcludeLowercase: false, RequireEachIncludedType: true })
    const all = functionSettings({ EXCLUDE_CHARACTERS: 'x', PASSWORD_LENGTH: '40', EXCLUDE_NUMBERS: 'TRUE', EXCLUDE_PUNCTUATION: 'y', EXCLUDE_UPPERCASE: '1', EXCLUDE_LOWERCASE: 'no', REQUIRE_EACH_INCLUDED_TYPE: '0' }, [])
    expect(passwordRequest({ engine: null, excludeCharacters: ':/@', length: 32 }, all)).toEqual({ ExcludeCharacters: 'x', PasswordLength: 40, ExcludeNumbers: true, ExcludePunctuation: true, ExcludeUppercase: true, ExcludeLowercase: false, RequireEachIncludedType: false })
  })

  test('Redshift’s is always mixed', () => {
    expect(passwordRequest({ engine: null, excludeCharacters: '@', length: 30, never: '"' }, functionSettings({ EXCLUDE_CHARACTERS: 'x' }, []))).toMatchObject({ ExcludeCharacters: 'x"' })
    expect(passwordRequest({ engine: null, excludeCharacters: '', length: 32, alwaysMixed: true }, functionSettings({ EXCLUDE_NUMBERS: 'true', EXCLUDE_UPPERCASE: 'true', REQUIRE_EACH_INCLUDED_TYPE: 'false' }, []))).toMatchObject({ ExcludeNumbers: false, ExcludeUppercase: false, RequireEachIncludedType: true })
  })

  test.each(Object.keys(EXCLUDE_PRESETS))('preset %s adds to what the engine leaves out, and leaves a class of each to choose from', (name) => {
    const { ExcludeCharacters } = passwordRequest({ engine: null, excludeCharacters: '@', length: 32 }, functionSettings({ EXCLUDE_PRESET: name }, []))
    expect(ExcludeCharacters).toContain('@')
    const left = [..."!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"].filter((character) => !String(ExcludeCharacters).includes(character))
    expect(left.length).toBeGreaterThan(0)
  })
})
