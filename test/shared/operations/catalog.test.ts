import { expect, test } from 'vitest'
import { handlers } from '../../../electron/engine/registry.ts'
import { catalog, findOperation } from '../../../shared/operations/catalog.ts'
import type { Operation } from '../../../shared/operations/define.ts'
import type { Shape } from '../../../shared/shape/shape.ts'

const operations = Object.entries(catalog).map(([name, operation]) => ({ name, operation, members: membersOf(operation.input) }))

interface Member {
  readonly path: string
  readonly shape: Shape
}

/** Every member of a structure with its path, through lists and maps. */
function membersOf(structure: Operation['input'], path = ''): Member[] {
  return Object.entries(structure.members as Record<string, Shape | { kind: 'required'; shape: Shape }>).flatMap(([name, member]) => {
    let shape = member.kind === 'required' ? member.shape : member
    const here = path === '' ? name : `${path}.${name}`
    const found = [{ path: here, shape }]
    while (shape.kind === 'list' || shape.kind === 'map') shape = shape.kind === 'list' ? shape.element : shape.value
    return shape.kind === 'structure' ? [...found, ...membersOf(shape, here)] : found
  })
}

test('every operation is named service:Name and has a handler, and no handler is without an operation', () => {
  expect(operations.filter(({ name }) => !/^(secretsmanager|kms|sts|workbench):[A-Z][A-Za-z]+$/.test(name))).toEqual([])
  expect(Object.keys(handlers).sort()).toEqual(Object.keys(catalog).sort())
})

test('names that every object has are no operations', () => {
  expect(['constructor', '__proto__', 'toString', 'secretsmanager:', ''].map(findOperation)).toEqual([null, null, null, null, null])
})

test('AWS operations answer at every door, workbench operations never at the endpoint', () => {
  const atEndpoint = operations.filter(({ operation }) => (operation.doors as readonly string[]).includes('endpoint')).map(({ name }) => name)
  expect(atEndpoint).toEqual(operations.map(({ name }) => name).filter((name) => !name.startsWith('workbench:')))
})

test('only workbench operations may run without an unsealed vault', () => {
  expect(operations.filter(({ name, operation }) => operation.needs === 'any-state' && !name.startsWith('workbench:'))).toEqual([])
})

test('operations of AWS that read do not write, and the others do', () => {
  // What is encrypted, decrypted, generated or validated is answered and not kept.
  const reads = /:(Get|BatchGet|Describe|List|Encrypt|Decrypt|ReEncrypt|Generate|Validate)/
  const wrong = operations.filter(({ name, operation }) => !name.startsWith('workbench:') && operation.mutates === reads.test(name))
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('whatever may hold a secret is marked sensitive, in every input and output', () => {
  const outputs = operations.flatMap(({ name, operation }) => (operation.output === null ? [] : membersOf(operation.output).map((member) => ({ ...member, path: `${name} > ${member.path}` }))))
  const inputs = operations.flatMap(({ name, members }) => members.map((member) => ({ ...member, path: `${name} < ${member.path}` })))
  const secret = /(SecretString|SecretBinary|RandomPassword|RotationToken|Passphrase|RecoveryCode|SecretAccessKey|Plaintext)$/
  const named = [...inputs, ...outputs].filter(({ path, shape }) => secret.test(path) && (shape.kind === 'string' || shape.kind === 'blob'))
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter(({ shape }) => !('sensitive' in shape && shape.sensitive)).map(({ path }) => path)).toEqual([])
  // What an import holds, and what comes out of an export, are whole files of secrets.
  const texts = [...inputs, ...outputs].filter(({ path }) => /(PlanImport|ApplyImport) < Text$|OpenExport > Text$/.test(path))
  expect(texts.map(({ shape }) => 'sensitive' in shape && shape.sensitive)).toEqual([true, true, true])
})

test('every text, list and number that a stranger can send has a limit', () => {
  const unlimited = operations
    .filter(({ operation }) => (operation.doors as readonly string[]).includes('endpoint'))
    .flatMap(({ name, members }) => members.map(({ path, shape }) => ({ path: `${name}.${path}`, shape })))
    .filter(({ shape }) => shape.kind === 'string' && shape.values === undefined && shape.maxLength === undefined)
  // Filters have texts of their own for a Key that is none.
  expect(unlimited.map(({ path }) => path).filter((path) => !path.endsWith('Filters.Key'))).toEqual([])
})
