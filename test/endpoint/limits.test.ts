import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { MAX_BODY_BYTES } from '../../electron/endpoint/read-body.ts'
import { callSigned, RawConnection, sendOnce, signedBytes } from './support/signed-client.ts'
import { startTestEndpoint, type TestEndpoint } from './support/start-test-endpoint.ts'

let endpoint: TestEndpoint

afterEach(() => endpoint.close())

/** Reads, since a change may not be sent twice, and a test sends the same bytes often. */
const TARGET = 'secretsmanager.DescribeSecret'
/** A JSON object of exactly `bytes` bytes. */
const bodyOf = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`

async function chunked(bytes: string, chunkBytes: number): Promise<{ readonly statusCode: number; readonly body: string }> {
  const connection = new RawConnection(endpoint.port)
  connection.write(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: ${TARGET}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.slice(at, at + chunkBytes)
    connection.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`)
  }
  const { statusCode, body } = await connection.send('0\r\n\r\n')
  connection.close()
  return { statusCode, body }
}

describe('a body', () => {
  const TOO_LARGE = { statusCode: 413, body: '{"__type":"RequestEntityTooLarge","message":"The request body is larger than 524288 bytes."}' }

  test('of 512 KiB is taken and one byte more is not, with the same answer however it is sent', async () => {
    endpoint = await startTestEndpoint({ authentication: 'none' })
    const plain = async (bytes: number): Promise<unknown> => {
      const { statusCode, body } = await callSigned(endpoint.client, { target: TARGET, body: bodyOf(bytes) })
      return { statusCode, body }
    }
    expect(await plain(MAX_BODY_BYTES)).toEqual({ statusCode: 200, body: '' })
    expect(await plain(MAX_BODY_BYTES + 1)).toEqual(TOO_LARGE)
    expect(await plain(3 * 1024 * 1024)).toEqual(TOO_LARGE)
    for (const chunkBytes of [1_000, 65_536]) {
      expect(await chunked(bodyOf(MAX_BODY_BYTES), chunkBytes)).toEqual({ statusCode: 200, body: '' })
      expect(await chunked(bodyOf(MAX_BODY_BYTES + 1), chunkBytes)).toEqual(TOO_LARGE)
    }
    expect(endpoint.engine.calls.length).toBe(3)
  })

  test('announced beyond all measure is refused before it arrives', async () => {
    endpoint = await startTestEndpoint()
    const answer = await sendOnce(
      endpoint.port,
      `POST / HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 99999999999\r\n\r\n{`,
    )
    expect({ statusCode: answer.statusCode, body: answer.body }).toEqual(TOO_LARGE)
  })

  test('without end is cut off', async () => {
    endpoint = await startTestEndpoint()
    const socket = connect(endpoint.port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\nContent-Type: application/x-amz-json-1.1\r\nTransfer-Encoding: chunked\r\n\r\n`)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    let sentBytes = 0
    const pump = (): void => {
      while (!socket.destroyed && sentBytes < 64 * 1024 * 1024) {
        sentBytes += chunk.length
        if (!socket.write(chunk)) {
          socket.once('drain', pump)
          return
        }
      }
    }
    pump()
    await closed
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024)
  })

  test('that arrives byte by byte is read whole', async () => {
    endpoint = await startTestEndpoint({ authentication: 'none' })
    expect(await chunked(bodyOf(300), 1)).toEqual({ statusCode: 200, body: '' })
  })
})

describe('slow and many connections', () => {
  const head = (): string => `POST / HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n`

  async function openAll(count: number, bytes: string): Promise<Socket[]> {
    return Promise.all(
      Array.from({ length: count }, () => new Promise<Socket>((resolve) => {
        const socket = connect(endpoint.port, '127.0.0.1', () => {
          socket.write(bytes)
          resolve(socket)
        })
        socket.on('error', () => undefined)
        socket.on('data', () => undefined)
      })),
    )
  }

  test('200 slow sockets leave at most 64, and a good client keeps its pace beside them', async () => {
    endpoint = await startTestEndpoint()
    const slow = await openAll(200, `${head()}X-Slow:`)
    const drip = setInterval(() => slow.forEach((socket) => socket.destroyed || socket.write(' ')), 100)
    const latenciesMs: number[] = []
    for (let index = 0; index < 200; index++) {
      const startedMs = performance.now()
      const answer = await callSigned(endpoint.client, { target: TARGET, body: '{}' })
      expect(answer.statusCode).toBe(200)
      latenciesMs.push(performance.now() - startedMs)
    }
    clearInterval(drip)
    expect(latenciesMs.sort((a, b) => a - b)[197]).toBeLessThan(200)
    await expect.poll(() => slow.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(64)
    slow.forEach((socket) => socket.destroy())
  })

  test('a head that is not complete in 5 s, a body in 15 s, end with 408', async () => {
    endpoint = await startTestEndpoint()
    const startedMs = performance.now()
    const silent = new RawConnection(endpoint.port)
    const slowHead = new RawConnection(endpoint.port)
    const slowBody = new RawConnection(endpoint.port)
    slowHead.write(`${head()}X-Slow: `)
    slowBody.write(`${head()}\r\n{`)
    const afterMs = async (connection: RawConnection): Promise<{ readonly statusCode: number; readonly seconds: number }> => {
      const { statusCode } = await connection.answer()
      await connection.closed
      return { statusCode, seconds: (performance.now() - startedMs) / 1_000 }
    }
    const [silentEnd, headEnd, bodyEnd] = await Promise.all([silent, slowHead, slowBody].map(afterMs))
    expect([silentEnd?.statusCode, headEnd?.statusCode, bodyEnd?.statusCode]).toEqual([408, 408, 408])
    expect(Math.max(silentEnd?.seconds ?? 99, headEnd?.seconds ?? 99)).toBeLessThan(8)
    expect(bodyEnd?.seconds).toBeLessThan(18)
  }, 30_000)

  test('a connection with a request under way is not the one that gives way', async () => {
    endpoint = await startTestEndpoint()
    let release: (value: unknown) => void = () => undefined
    endpoint.engine.respond = () => new Promise((resolve) => {
      release = resolve
    })
    const busy = new RawConnection(endpoint.port)
    const answer = busy.send(signedBytes(endpoint.client, { target: TARGET, body: '{}' }))
    await expect.poll(() => endpoint.engine.calls.length).toBe(1)
    const others = await openAll(100, head())
    await expect.poll(() => others.filter((socket) => !socket.destroyed).length).toBeLessThanOrEqual(63)
    release({ done: true })
    expect((await answer).body).toBe('{"done":true}')
    others.forEach((socket) => socket.destroy())
  })

  test('a connection says goodbye after 1000 requests', async () => {
    endpoint = await startTestEndpoint()
    const connection = new RawConnection(endpoint.port)
    const bytes = signedBytes(endpoint.client, { target: TARGET, body: '{}' })
    const connectionHeaders: (string | undefined)[] = []
    for (let index = 0; index < 1_000; index++) connectionHeaders.push((await connection.send(bytes)).headers['connection'])
    expect(new Set(connectionHeaders.slice(0, 999))).toEqual(new Set(['keep-alive']))
    expect(connectionHeaders[999]).toBe('close')
    connection.close()
  })
})
