import type { IncomingMessage } from 'node:http'

/** 65,536 bytes of value, six bytes for each in the worst JSON escape, and room for the other members. */
export const MAX_BODY_BYTES = 512 * 1024

/** A client that sends more than it may still gets its answer, when it stops before this: sooner, and the answer is lost with the connection. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024

export type ReadBody = Buffer | 'too-large' | 'malformed'

/**
 * Reads a request's body and calls back once: with the bytes, with `too-large` when they are more than 512 KiB (counted, whatever
 * was announced; what is over is thrown away), or with `malformed` when trailers follow. A client that goes away gets no call.
 */
export function readBody(request: IncomingMessage, announcedLength: string | undefined, done: (body: ReadBody) => void): void {
  let chunks: Buffer[] = []
  let receivedBytes = 0
  let isDone = false
  const finish = (body: ReadBody): void => {
    if (isDone) return
    isDone = true
    done(body)
  }
  if (announcedLength !== undefined && Number(announcedLength) > MAX_DISCARDED_BYTES) {
    finish('too-large')
    return
  }
  request.on('data', (chunk: Buffer) => {
    receivedBytes += chunk.length
    if (receivedBytes <= MAX_BODY_BYTES) {
      chunks.push(chunk)
    } else {
      chunks = []
      if (receivedBytes > MAX_DISCARDED_BYTES) finish('too-large')
    }
  })
  request.on('end', () => {
    if (receivedBytes > MAX_BODY_BYTES) finish('too-large')
    else if (request.rawTrailers.length > 0) finish('malformed')
    else finish(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, receivedBytes))
  })
}
