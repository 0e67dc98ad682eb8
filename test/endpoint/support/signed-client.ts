import { connect, type Socket } from 'node:net'
import { signRequest, type SigningInput } from './sign-request.ts'

export interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface SignedCall {
  readonly target?: string
  readonly service?: string
  readonly body: string
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface SignedClientOptions {
  readonly port: number
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly region?: string
  /** The client's clock, epoch ms. */
  readonly nowMs?: () => number
}

/** The bytes of an HTTP request. */
export function requestBytes(headers: Readonly<Record<string, string>>, body: string | Uint8Array): Buffer {
  const bytes = Buffer.from(body as string)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines}content-length: ${bytes.length}\r\n\r\n`, 'latin1'), bytes])
}

/** The bytes of a signed call, ready to be written to a connection. */
export function signedBytes(options: SignedClientOptions, call: SignedCall): Buffer {
  const input: SigningInput = {
    host: `127.0.0.1:${options.port}`,
    accessKeyId: options.accessKeyId,
    secretAccessKey: options.secretAccessKey,
    ...(options.sessionToken === undefined ? {} : { sessionToken: options.sessionToken }),
    region: options.region ?? 'us-east-1',
    service: call.service ?? (call.target?.startsWith('TrentService.') === true ? 'kms' : call.target === undefined ? 'sts' : 'secretsmanager'),
    ...(call.target === undefined ? {} : { target: call.target }),
    ...(call.contentType === undefined ? {} : { contentType: call.contentType }),
    body: call.body,
    atMs: (options.nowMs ?? Date.now)(),
    ...(call.headers === undefined ? {} : { headers: call.headers }),
  }
  return requestBytes(signRequest(input), call.body)
}

/** One keep-alive connection that writes bytes and reads HTTP answers with a Content-Length. Owns its socket. */
export class RawConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: { resolve: (answer: HttpAnswer) => void; reject: (error: Error) => void }[] = []
  #isClosed = false
  readonly closed: Promise<void>

  constructor(port: number, host = '127.0.0.1') {
    this.#socket = connect({ port, host, noDelay: true })
    this.#socket.on('data', (chunk) => this.#read(chunk))
    this.#socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        this.#isClosed = true
        for (const { reject } of this.#waiting.splice(0)) reject(new Error('connection closed before its answer'))
        resolve()
      })
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Writes bytes without waiting for an answer. */
  write(bytes: Uint8Array | string): void {
    this.#socket.write(bytes)
  }

  /** The next answer; rejects when the connection ends first. */
  answer(): Promise<HttpAnswer> {
    if (this.#isClosed) return Promise.reject(new Error('connection closed before its answer'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#read(Buffer.alloc(0))
    })
  }

  send(bytes: Uint8Array | string): Promise<HttpAnswer> {
    this.write(bytes)
    return this.answer()
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    while (this.#waiting.length > 0) {
      const parsed = parseAnswer(this.#received)
      if (parsed === null) return
      this.#received = this.#received.subarray(parsed.length)
      this.#waiting.shift()?.resolve(parsed.answer)
    }
  }
}

function parseAnswer(bytes: Buffer): { readonly answer: HttpAnswer; readonly length: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const length = headEnd + 4 + Number(headers['content-length'] ?? 0)
  if (bytes.length < length) return null
  return { answer: { statusCode: Number(statusLine.split(' ')[1]), headers, body: bytes.toString('utf8', headEnd + 4, length) }, length }
}

/** Sends one signed call on a connection of its own. */
export async function callSigned(options: SignedClientOptions, call: SignedCall): Promise<HttpAnswer> {
  return sendOnce(options.port, signedBytes(options, call))
}

/** Sends bytes on a connection of their own and gives the first answer. */
export async function sendOnce(port: number, bytes: Uint8Array | string): Promise<HttpAnswer> {
  const connection = new RawConnection(port)
  try {
    return await connection.send(bytes)
  } finally {
    connection.close()
  }
}
