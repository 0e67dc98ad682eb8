import { z } from 'zod'
import { ServiceError } from '../../shared/errors.ts'
import type { ExecuteRequest } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'

const Request = z.strictObject({
  operation: z.string().regex(/^[a-z]+:[A-Za-z]+$/).max(100),
  input: z.unknown(),
  accountId: z.string().regex(/^\d{12}$/).optional(),
  region: z.string().regex(/^[a-z0-9-]+$/).max(64).optional(),
})

/** Checks the form of an execute request; the operation's own schema is checked by the engine. Throws ServiceError. */
export function parseExecuteRequest(request: unknown): ExecuteRequest {
  const parsed = Request.safeParse(request)
  if (!parsed.success) throw new ServiceError('SerializationException', 'The window’s request is malformed.')
  return { ...parsed.data, input: parsed.data.input }
}

/** Answers the execute channel with what `execute` says. */
export function answerExecute(execute: (request: ExecuteRequest) => Promise<Envelope>): (request: unknown) => Promise<Envelope> {
  return (request) => execute(parseExecuteRequest(request))
}
