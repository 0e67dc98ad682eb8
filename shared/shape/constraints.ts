import type { BlobShape, IntegerShape, ListShape, StringShape } from './shape.ts'

/** One failed constraint. `shown` is the offending value as AWS prints it; undefined for sensitive members, null for a missing one. */
export interface Violation {
  readonly path: string
  readonly shown: string | null | undefined
  readonly constraint: string
}

const utf8 = new TextEncoder()

function stringLength(shape: StringShape, value: string): number {
  if (shape.measure === 'bytes') return utf8.encode(value).length
  let surrogatePairs = 0
  for (let index = 0; index < value.length; index += 1) {
    const unit = value.charCodeAt(index)
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < value.length) surrogatePairs += 1
  }
  return value.length - surrogatePairs
}

function lengthConstraint(length: number, minLength: number | undefined, maxLength: number | undefined): string | null {
  if (minLength !== undefined && length < minLength) return `Member must have length greater than or equal to ${minLength}`
  if (maxLength !== undefined && length > maxLength) return `Member must have length less than or equal to ${maxLength}`
  return null
}

/** Checks a string in AWS's order: enum, length, pattern. */
export function stringViolation(shape: StringShape, value: string, path: string): Violation | null {
  const shown = shape.sensitive ? undefined : value
  if (shape.values !== undefined && !shape.values.includes(value)) {
    return { path, shown, constraint: `Member must satisfy enum value set: [${shape.values.join(', ')}]` }
  }
  if (shape.minLength !== undefined || shape.maxLength !== undefined) {
    const constraint = lengthConstraint(stringLength(shape, value), shape.minLength, shape.maxLength)
    if (constraint !== null) return { path, shown, constraint }
  }
  if (shape.pattern !== undefined && !shape.pattern.test(value)) {
    return { path, shown, constraint: `Member must satisfy regular expression pattern: ${shape.pattern.source}` }
  }
  return null
}

/** Checks the length of a blob, in bytes. AWS prints no value for blobs. */
export function blobViolation(shape: BlobShape, value: Uint8Array, path: string): Violation | null {
  const constraint = lengthConstraint(value.length, shape.minLength, shape.maxLength)
  return constraint === null ? null : { path, shown: undefined, constraint }
}

export function integerViolation(shape: IntegerShape, value: number, path: string): Violation | null {
  if (shape.minimum !== undefined && value < shape.minimum) {
    return { path, shown: String(value), constraint: `Member must have value greater than or equal to ${shape.minimum}` }
  }
  if (shape.maximum !== undefined && value > shape.maximum) {
    return { path, shown: String(value), constraint: `Member must have value less than or equal to ${shape.maximum}` }
  }
  return null
}

/** Checks the number of items. AWS prints a list of texts as `[a, b]`; other lists are left out, as they may hold what must not show. */
export function listViolation(shape: ListShape, items: readonly unknown[], path: string): Violation | null {
  const constraint = lengthConstraint(items.length, shape.minItems, shape.maxItems)
  if (constraint === null) return null
  const isShown = items.length === 0 || (shape.element.kind === 'string' && !shape.element.sensitive)
  return { path, shown: isShown ? `[${items.join(', ')}]` : undefined, constraint }
}
