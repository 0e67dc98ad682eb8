import { expect, test } from 'vitest'
import { changedValue, choiceProblem, intentWords, type SetUpChoice, tlsOf, valueChanges } from '../../../../renderer/features/rotation/set-up-choice.ts'
import { adminNeed, builtInFor, strategiesFor, targetOf, type Target, twinOf } from '../../../../renderer/features/rotation/strategies.ts'
import type { RotationFunction } from '../../../../renderer/store/functions.ts'

const VALUE = { engine: 'aurora-postgresql', host: 'db.internal', port: 5432, username: 'app', password: 'secret', note: 'kept' }
const TARGET = targetOf(VALUE) as Target
const CHOICE: SetUpChoice = { strategy: 'single', ownFunctionArn: '', masterArn: '', tls: 'if-offered' }
const builtIn = (name: string, strategy: 'single' | 'alternating' | 'generator', engines: readonly string[]): RotationFunction => ({ FunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`, FunctionName: name, Runtime: 'built-in', Strategy: strategy, Engines: engines })
const FUNCTIONS = [builtIn('builtin-postgres-single', 'single', ['postgres', 'aurora-postgresql']), builtIn('builtin-postgres-alternating', 'alternating', ['postgres', 'aurora-postgresql']), builtIn('builtin-generator', 'generator', [])]

test('the target of a value holds no password', () => {
  expect(JSON.stringify(TARGET)).not.toContain('secret')
  expect(TARGET).toMatchObject({ engine: 'aurora-postgresql', host: 'db.internal', port: '5432', username: 'app' })
  expect(targetOf({ password: 'x' })).toBeNull()
})

test.each([
  [{}, 'if-offered'],
  [{ ssl: true }, 'verified'],
  [{ ssl: 'TRUE' }, 'verified'],
  [{ ssl: 'false' }, 'none'],
  [{ ssl: 'maybe' }, 'if-offered'],
  [{ ssl: false, sslmode: 'require' }, 'unverified'],
  [{ sslmode: 'verify-ca' }, 'as-stored'],
])('TLS of %j is %s', (members, expected) => {
  expect(tlsOf({ ssl: undefined, sslmode: undefined, ...members })).toBe(expected)
})

test('only what differs from the value is changed, and everything else is kept', () => {
  expect(valueChanges(TARGET, CHOICE)).toEqual({})
  expect(valueChanges(TARGET, { ...CHOICE, tls: 'verified' })).toEqual({ ssl: 'true' })
  expect(valueChanges({ ...TARGET, sslmode: 'require' }, { ...CHOICE, tls: 'none' })).toEqual({ ssl: 'false', sslmode: '' })
  expect(valueChanges(TARGET, { ...CHOICE, masterArn: 'arn:master' })).toEqual({})
  expect(valueChanges(TARGET, { ...CHOICE, strategy: 'alternating', masterArn: 'arn:master' })).toEqual({ masterarn: 'arn:master' })
  expect(valueChanges(TARGET, { ...CHOICE, strategy: 'generator', tls: 'none' })).toEqual({})
  expect(changedValue({ ...VALUE, sslmode: 'require' }, { ssl: 'true', sslmode: '', masterarn: 'arn:master' })).toEqual({ ...VALUE, ssl: true, masterarn: 'arn:master' })
})

test('a database secret is offered both strategies, another one the generator alone', () => {
  expect(strategiesFor(FUNCTIONS, 'aurora-postgresql', 'database')).toEqual(['single', 'alternating'])
  expect(strategiesFor(FUNCTIONS, 'oracle', 'database')).toEqual(['generator'])
  expect(strategiesFor(FUNCTIONS, null, 'text')).toEqual(['generator'])
  expect(strategiesFor(FUNCTIONS, null, 'binary')).toEqual([])
  expect(builtInFor(FUNCTIONS, 'postgres', 'alternating')?.FunctionName).toBe('builtin-postgres-alternating')
})

test('the question names server, user and strategy', () => {
  expect(intentWords(TARGET, CHOICE, FUNCTIONS[0] as RotationFunction)).toBe('One user: Coffer logs in to PostgreSQL at db.internal:5432 as app and gives app a new password. The old one stops working.')
  expect(intentWords(TARGET, { ...CHOICE, strategy: 'alternating' }, FUNCTIONS[1] as RotationFunction)).toContain('makes app_clone with the rights of app')
})

test.each([
  ['app', 'postgres', 'app_clone'],
  ['app_clone', 'mysql', 'app'],
  ['app', 'oracle', 'APP_CLONE'],
  ['app_clone', 'oracle', 'APP_CLONE_CLONE'],
])('the twin of %s at %s is %s', (username, engine, twin) => {
  expect(twinOf(username, engine)).toBe(twin)
})

test.each([
  ['single', 'postgres', 'none'],
  ['alternating', 'mysql', 'needed'],
  ['single', 'valkey', 'optional'],
  ['single', 'db2-luw', 'needed'],
  ['generator', 'redis', 'none'],
] as const)('%s at %s: an admin secret is %s', (strategy, engine, need) => {
  const target = { ...TARGET, engine }
  expect(adminNeed(strategy, target)).toBe(need)
  expect(choiceProblem(target, { ...CHOICE, strategy }, FUNCTIONS[0] as RotationFunction) === null).toBe(need !== 'needed')
})
