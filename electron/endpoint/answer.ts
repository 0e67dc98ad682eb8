import type { ServerResponse } from 'node:http'

/** What goes back to a client: a status, and a body with its type, or no body. */
export interface Answer {
  readonly statusCode: number
  readonly contentType: string | null
  readonly body: string
  /** True when the connection must not be used again, for its next bytes may still belong to this request. */
  readonly closesConnection: boolean
}

/**
 * Sends an answer in one write, with the headers that every answer has. `closesConnection` tells the client that no other follows;
 * `nowMs` is the time that `Date` tells.
 */
export function sendAnswer(response: ServerResponse, answer: Answer, closesConnection: boolean, requestId: string, nowMs: number): void {
  if (response.destroyed) return
  const headers = [
    'x-amzn-RequestId', requestId,
    'Date', httpDate(nowMs),
    'Cache-Control', 'no-store',
    'X-Content-Type-Options', 'nosniff',
    'Content-Length', String(Buffer.byteLength(answer.body)),
  ]
  if (answer.contentType !== null) headers.push('Content-Type', answer.contentType)
  if (closesConnection) headers.push('Connection', 'close')
  response.writeHead(answer.statusCode, headers)
  response.end(answer.body)
}

/**
 * An answer with its connection's end, for a socket whose bytes are not HTTP: there is no response object then.
 * `statusLine` is code and reason, like `400 Bad Request`.
 */
export function rawAnswer(statusLine: string, requestId: string, nowMs: number): string {
  return (
    `HTTP/1.1 ${statusLine}\r\nx-amzn-RequestId: ${requestId}\r\nDate: ${httpDate(nowMs)}\r\nCache-Control: no-store\r\n` +
    'X-Content-Type-Options: nosniff\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
  )
}

let formattedSecond = Number.NaN
let formattedText = ''

/** An HTTP date (RFC 9110 section 5.6.7); the text of the current second is kept. */
function httpDate(atMs: number): string {
  const second = Math.floor(atMs / 1_000)
  if (second !== formattedSecond) {
    formattedSecond = second
    formattedText = new Date(second * 1_000).toUTCString()
  }
  return formattedText
}
