import { isUtf8 } from 'node:buffer'
import { ServiceError } from '../../shared/errors.ts'
import { findOperation } from '../../shared/operations/catalog.ts'
import type { Protocol } from './admit-request.ts'
import type { JsonTarget } from './aws-json.ts'
import { parseQuery, stsOperation, unknownAction } from './aws-query.ts'
import { parseGuardedJson } from './json-guard.ts'
import { queryInput } from './query-parameters.ts'

/** What a request asks for. */
export interface DecodedRequest {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  /** The name that the answer of the query protocol repeats. */
  readonly action: string
  /** Whether the operation may change the vault. */
  readonly mutates: boolean
}

/** Throws `UnknownOperationException` or `SerializationException`; the texts never quote the body. */
export function decodeRequest(protocol: Protocol, target: JsonTarget | null, body: Buffer): DecodedRequest {
  if (protocol === 'query') {
    const query = parseQuery(utf8Text(body))
    const operation = stsOperation(query)
    const declared = findOperation(operation)
    if (declared === null || !isServed(operation)) throw unknownAction(query)
    return { operation, input: queryInput(declared.input, query.parameters), action: query.action, mutates: declared.mutates }
  }
  const declared = target === null ? null : findOperation(target.operation)
  if (target === null || declared === null || !isServed(target.operation)) throw new ServiceError('UnknownOperationException', '')
  return { operation: target.operation, input: parseGuardedJson(utf8Text(body)), action: '', mutates: declared.mutates }
}

/** The operation's key when this endpoint serves it, for the activity record; a client's own words do not get in there. */
export function recordedOperation(target: JsonTarget | null): string {
  return target !== null && isServed(target.operation) ? target.operation : 'endpoint:UnknownOperation'
}

function isServed(operation: string): boolean {
  return findOperation(operation)?.doors.includes('endpoint') === true
}

function utf8Text(body: Buffer): string {
  if (!isUtf8(body)) throw new ServiceError('SerializationException', 'The request body is not valid UTF-8.')
  return body.toString('utf8')
}
