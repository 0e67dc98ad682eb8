import { z } from 'zod'

/** One request a line, one answer a line. A line holds at most this many bytes: an import of 4 MB with its escapes. */
export const MAX_LINE_BYTES = 32 * 1024 * 1024

export const socketRequest = z.strictObject({
  token: z.string(),
  operation: z.string().max(128),
  input: z.unknown(),
  accountId: z.string().max(12).optional(),
  region: z.string().max(128).optional(),
})
export type SocketRequest = z.infer<typeof socketRequest>

export const socketAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), value: z.unknown() }),
  z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.string(), message: z.string(), statusCode: z.number() }) }),
])
export type SocketAnswer = z.infer<typeof socketAnswer>

/** What the access file holds. */
export const socketAccess = z.strictObject({ path: z.string().min(1), token: z.string().min(1) })
export type SocketAccess = z.infer<typeof socketAccess>
