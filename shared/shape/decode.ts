import { ServiceError } from '../errors.ts'
import { Sensitive } from '../sensitive.ts'
import { base64ToBytes } from './base64.ts'
import { blobViolation, integerViolation, listViolation, stringViolation, type Violation } from './constraints.ts'
import type { Shape, StructureShape } from './shape.ts'

/**
 * Turns wire input into the engine form, `Value<S>` of the shape given (the caller names the type; inference over a generic
 * shape is too deep for the compiler).
 * Wrong JSON types throw `SerializationException`; broken constraints throw one `ValidationException` that lists them all, in
 * AWS's words (`1 validation error detected: Value 'x' at 'secretId' failed to satisfy constraint: …`). Unknown members are
 * ignored, as AWS does. Values of sensitive members never enter the text.
 */
export function decode(shape: StructureShape<any>, wire: unknown): unknown {
  const violations: Violation[] = []
  const value = decodeStructure(shape, wire, '', violations)
  if (violations.length > 0) throw validationException(violations)
  return value
}

/** The `ValidationException` that AWS builds from constraint failures. */
export function validationException(violations: readonly Violation[]): ServiceError {
  const count = violations.length
  const texts = violations.map((violation) => {
    const shown = violation.shown === undefined ? 'Value' : violation.shown === null ? 'Value null' : `Value '${violation.shown}'`
    return `${shown} at '${violation.path}' failed to satisfy constraint: ${violation.constraint}`
  })
  return new ServiceError('ValidationException', `${count} validation error${count === 1 ? '' : 's'} detected: ${texts.join('; ')}`)
}

function serializationException(found: unknown, wanted: string): ServiceError {
  return new ServiceError('SerializationException', `${jsonTypeName(found)} can not be converted to ${wanted}`)
}

function jsonTypeName(value: unknown): string {
  if (value === null) return 'NULL_VALUE'
  if (Array.isArray(value)) return 'START_ARRAY'
  switch (typeof value) {
    case 'string':
      return 'STRING_VALUE'
    case 'number':
      return 'NUMBER_VALUE'
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
    default:
      return 'START_OBJECT'
  }
}

function memberPath(path: string, name: string): string {
  const lowerFirst = name.charAt(0).toLowerCase() + name.slice(1)
  return path === '' ? lowerFirst : `${path}.${lowerFirst}`
}

function decodeStructure(shape: StructureShape<any>, wire: unknown, path: string, violations: Violation[]): Record<string, unknown> {
  if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) throw serializationException(wire, 'a Structure')
  const source = wire as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const name in shape.members) {
    const member = shape.members[name]
    const isRequired = member.kind === 'required'
    const memberShape: Shape = isRequired ? member.shape : member
    const given = Object.hasOwn(source, name) ? source[name] : undefined
    if (given === undefined || given === null) {
      if (isRequired) violations.push({ path: memberPath(path, name), shown: null, constraint: 'Member must not be null' })
      continue
    }
    result[name] = decodeAny(memberShape, given, memberPath(path, name), violations)
  }
  return result
}

function decodeAny(shape: Shape, wire: unknown, path: string, violations: Violation[]): unknown {
  switch (shape.kind) {
    case 'string': {
      if (typeof wire !== 'string') throw serializationException(wire, 'a String')
      const violation = stringViolation(shape, wire, path)
      if (violation !== null) violations.push(violation)
      return shape.sensitive ? new Sensitive(wire) : wire
    }
    case 'blob': {
      if (typeof wire !== 'string') throw serializationException(wire, 'a Blob')
      const bytes = base64ToBytes(wire)
      if (bytes === null) throw new ServiceError('SerializationException', 'The blob is not valid base64.')
      const violation = blobViolation(shape, bytes, path)
      if (violation !== null) violations.push(violation)
      return shape.sensitive ? new Sensitive(bytes) : bytes
    }
    case 'integer': {
      if (typeof wire !== 'number' || !Number.isSafeInteger(wire)) throw serializationException(wire, 'an Integer')
      const violation = integerViolation(shape, wire, path)
      if (violation !== null) violations.push(violation)
      return wire
    }
    case 'boolean':
      if (typeof wire !== 'boolean') throw serializationException(wire, 'a Boolean')
      return wire
    case 'timestamp':
      if (typeof wire !== 'number' || !Number.isFinite(wire)) throw serializationException(wire, 'a Timestamp')
      return Math.round(wire * 1000)
    case 'list': {
      if (!Array.isArray(wire)) throw serializationException(wire, 'a List')
      const violation = listViolation(shape, wire, path)
      if (violation !== null) violations.push(violation)
      return wire.map((element, index) => decodeAny(shape.element, element, `${path}.${index + 1}.member`, violations))
    }
    case 'map': {
      if (typeof wire !== 'object' || wire === null || Array.isArray(wire)) throw serializationException(wire, 'a Map')
      const result: Record<string, unknown> = Object.create(null)
      for (const [key, element] of Object.entries(wire)) result[key] = decodeAny(shape.value, element, `${path}.${key}.member`, violations)
      return result
    }
    case 'structure':
      return decodeStructure(shape, wire, path, violations)
  }
}
