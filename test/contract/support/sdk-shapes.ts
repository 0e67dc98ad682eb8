import * as kms from '@aws-sdk/client-kms'
import * as secretsManager from '@aws-sdk/client-secrets-manager'
import * as sts from '@aws-sdk/client-sts'
import { findOperation } from '../../../shared/operations/catalog.ts'
import type { Shape, StructureShape } from '../../../shared/shape/shape.ts'

/** A schema of the SDK: `[kind, namespace, name, traits, …]`, where types may be functions and come in pairs with their traits. */
type Schema = readonly unknown[]

const LIST = 1
const MAP = 2
const STRUCTURE = 3
const OPERATION = 9
const SDKS: Readonly<Record<string, Record<string, unknown>>> = { secretsmanager: secretsManager, kms, sts }

/** Every operation that AWS's JavaScript SDK has for a service, as `service:Name`. */
export function sdkOperations(service: 'secretsmanager' | 'kms'): readonly string[] {
  return Object.values(SDKS[service] ?? {}).flatMap((schema) => (Array.isArray(schema) && schema[0] === OPERATION ? [`${service}:${String(schema[2])}`] : []))
}

/**
 * The members of an operation as AWS's own SDK declares them: one line a member, `< Tags[].Key` for what is sent and
 * `> Tags[].Key` for what is answered; `*` after what must be sent.
 */
export function sdkMembers(operation: string): readonly string[] {
  const [service = '', name = ''] = operation.split(':')
  const schema = SDKS[service]?.[`${name}$`] as Schema | undefined
  if (schema?.[0] !== OPERATION) throw new Error(`the SDK has no ${operation}`)
  return [...members(resolve(schema[4]), '< ', true), ...members(resolve(schema[5]), '> ', false)]
}

/** The same of Coffer's declaration. */
export function catalogMembers(name: string): readonly string[] {
  const operation = findOperation(name)
  if (operation === null) throw new Error(`the catalog has no ${name}`)
  return [...declared(operation.input, '< ', true), ...(operation.output === null ? [] : declared(operation.output, '> ', false))]
}

function resolve(type: unknown): unknown {
  if (typeof type === 'function') return resolve((type as () => unknown)())
  // A pair of a type and its traits, such as "sensitive".
  return Array.isArray(type) && (type.length === 2 || typeof type[1] !== 'string') ? resolve(type[0]) : type
}

function members(type: unknown, path: string, isInput: boolean): string[] {
  if (!Array.isArray(type)) return []
  const schema = type as Schema
  switch (schema[0]) {
    case LIST:
      return members(resolve(schema[4]), `${path}[]`, isInput)
    case MAP:
      return members(resolve(schema[5]), `${path}{}`, isInput)
    case STRUCTURE: {
      const [names, types, requiredCount = 0] = schema.slice(4) as unknown as readonly [readonly string[], readonly unknown[], number?]
      return names.flatMap((name, index) => {
        const here = `${path}${/[\]}]$/.test(path) ? '.' : path.endsWith(' ') ? '' : '.'}${name}`
        return [`${here}${isInput && index < requiredCount ? '*' : ''}`, ...members(resolve(types[index]), here, isInput)]
      })
    }
    default:
      return []
  }
}

function declared(shape: Shape, path: string, isInput: boolean): string[] {
  if (shape.kind === 'list') return declared(shape.element as Shape, `${path}[]`, isInput)
  if (shape.kind === 'map') return declared(shape.value as Shape, `${path}{}`, isInput)
  if (shape.kind !== 'structure') return []
  return Object.entries((shape as StructureShape).members).flatMap(([name, member]) => {
    const inner = (member.kind === 'required' ? member.shape : member) as Shape
    const here = `${path}${path.endsWith(' ') ? '' : '.'}${name}`
    return [`${here}${isInput && member.kind === 'required' ? '*' : ''}`, ...declared(inner, here, isInput)]
  })
}
