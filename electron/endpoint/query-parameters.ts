import { ServiceError } from '../../shared/errors.ts'
import type { Shape, StructureShape } from '../../shared/shape/shape.ts'

/** A parameter's own text, and the parts below it: `Tags.member.1.Key=team` is four steps deep. */
interface ParameterNode {
  text?: string
  readonly below: Map<string, ParameterNode>
}

const MAX_DEPTH = 8

/**
 * Turns the flat parameters of the query protocol into an operation's wire input, by its shape: numbers and booleans from their
 * texts, lists from `Name.member.1…` in the order of their numbers. Parameters that the shape does not know are left out.
 * @throws ServiceError MalformedInput for a parameter that is deeper than any shape, or text where a list or structure is meant
 * Source: AWS query protocol, https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryInput(shape: StructureShape, parameters: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const root: ParameterNode = { below: new Map() }
  for (const [name, text] of Object.entries(parameters)) {
    const steps = name.split('.')
    if (steps.length > MAX_DEPTH) throw malformed()
    let node = root
    for (const step of steps) {
      let next = node.below.get(step)
      if (next === undefined) {
        next = { below: new Map() }
        node.below.set(step, next)
      }
      node = next
    }
    node.text = text
  }
  return structureOf(shape, root)
}

function structureOf(shape: StructureShape, node: ParameterNode): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const name in shape.members) {
    const member = shape.members[name]
    const below = node.below.get(name)
    if (member !== undefined && below !== undefined) result[name] = valueOf(member.kind === 'required' ? member.shape : member, below)
  }
  return result
}

function valueOf(shape: Shape, node: ParameterNode): unknown {
  switch (shape.kind) {
    case 'structure':
      if (node.text !== undefined) throw malformed()
      return structureOf(shape, node)
    case 'list':
      return listOf(shape.element, node)
    case 'map':
      throw malformed()
    default:
      if (node.text === undefined) throw malformed()
      return scalarOf(shape, node.text)
  }
}

/** An empty list is sent as the bare name without text. */
function listOf(element: Shape, node: ParameterNode): readonly unknown[] {
  if (node.text !== undefined && node.text !== '') throw malformed()
  const members = node.below.get('member')?.below ?? new Map<string, ParameterNode>()
  const numbered = [...members].map(([number, below]) => ({ number: Number(number), below }))
  if (numbered.some(({ number }) => !Number.isSafeInteger(number) || number < 1)) throw malformed()
  return numbered.sort((left, right) => left.number - right.number).map(({ below }) => valueOf(element, below))
}

function scalarOf(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'integer':
      if (!/^-?\d{1,15}$/.test(text)) throw malformed()
      return Number(text)
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw malformed()
      return text === 'true'
    case 'timestamp': {
      const atMs = Date.parse(text)
      if (Number.isNaN(atMs)) throw malformed()
      return atMs / 1000
    }
    default:
      return text
  }
}

function malformed(): ServiceError {
  return new ServiceError('MalformedInput', 'A parameter of the request does not have the form that the action takes.')
}
