import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RawConnection } from './support/signed-client.ts'
import { startTestEndpoint, type TestEndpoint } from './support/start-test-endpoint.ts'

// Any credentials pass here: what holds these requests back must not be their lack of a signature.
let endpoint: TestEndpoint

beforeAll(async () => {
  endpoint = await startTestEndpoint({ authentication: 'none' })
})

afterAll(() => endpoint.close())

const HEAD = 'Host: 127.0.0.1:PORT\r\nContent-Type: application/x-amz-json-1.1\r\nX-Amz-Target: secretsmanager.TagResource\r\n'
const CHUNKED = '2\r\n{}\r\n0\r\n\r\n'
const post = (headers: string, body: string): string => `POST / HTTP/1.1\r\n${HEAD}${headers}\r\n${body}`
const OK = post('Content-Length: 2\r\n', '{}')

/** Writes bytes and reads until the server ends the connection. */
function untilClosed(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(endpoint.port, '127.0.0.1', () => socket.write(Buffer.from(bytes.replaceAll('PORT', String(endpoint.port)), 'latin1')))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
  })
}

test('the corpus differs from accepted requests in its one flaw only', async () => {
  endpoint.engine.calls.length = 0
  const connection = new RawConnection(endpoint.port)
  const withPort = (bytes: string): string => bytes.replaceAll('PORT', String(endpoint.port))
  expect((await connection.send(withPort(OK))).statusCode).toBe(200)
  expect((await connection.send(withPort(post('Transfer-Encoding: chunked\r\n', CHUNKED)))).statusCode).toBe(200)
  expect(endpoint.engine.calls.length).toBe(2)
  connection.close()
})

describe('refused with 400 and the end of the connection, and never executed', () => {
  test.each<[string, string]>([
    ['CL then TE', post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', CHUNKED)],
    ['TE then CL', post('Transfer-Encoding: chunked\r\nContent-Length: 2\r\n', CHUNKED)],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', '{} ')],
    ['one length twice', post('Content-Length: 2\r\nContent-Length: 2\r\n', '{}')],
    ['a list of lengths', post('Content-Length: 2, 2\r\n', '{}')],
    ['a length with a sign', post('Content-Length: +2\r\n', '{}')],
    ['a negative length', post('Content-Length: -2\r\n', '{}')],
    ['a hexadecimal length', post('Content-Length: 0x2\r\n', '{}')],
    ['a blank before the colon', post('Content-Length : 2\r\n', '{}')],
    ['a blank before the colon of TE', post('Transfer-Encoding : chunked\r\n', CHUNKED)],
    ['an unknown coding', post('Transfer-Encoding: xchunked\r\n', CHUNKED)],
    ['identity', post('Transfer-Encoding: identity\r\nContent-Length: 2\r\n', '{}')],
    ['gzip, chunked', post('Transfer-Encoding: gzip, chunked\r\n', CHUNKED)],
    ['chunked, identity', post('Transfer-Encoding: chunked, identity\r\n', CHUNKED)],
    ['TE twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', CHUNKED)],
    ['a vertical tab before the coding', post('Transfer-Encoding: \x0bchunked\r\n', CHUNKED)],
    ['a bare LF after the request line', OK.replace('\r\n', '\n')],
    ['a bare LF after a header', post('Content-Length: 2\nX-A: b\r\n', '{}')],
    ['a bare LF before the body', post('Content-Length: 2\r\n', '{}').replace('\r\n\r\n', '\r\n\n')],
    ['bare LFs only', OK.replaceAll('\r\n', '\n')],
    ['a bare CR', post('Content-Length: 2\rX-A: b\r\n', '{}')],
    ['CR CR LF', post('Content-Length: 2\r\r\n', '{}')],
    ['CR and a letter at the end of the head', OK.replace('\r\n\r\n', '\r\n\rX')],
    ['a folded header', post('X-A: b\r\n c\r\nContent-Length: 2\r\n', '{}')],
    ['a header folded with a tab', post('X-A: b\r\n\tc\r\nContent-Length: 2\r\n', '{}')],
    ['a folded coding', post('Transfer-Encoding:\r\n chunked\r\n', CHUNKED)],
    ['a blank before the first header', OK.replace('Host:', ' Host:')],
    ['NUL in a value', post('X-A: b\0c\r\nContent-Length: 2\r\n', '{}')],
    ['NUL in a name', post('X\0A: b\r\nContent-Length: 2\r\n', '{}')],
    ['a chunk size that is no number', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')],
    ['a chunk size with 0x', post('Transfer-Encoding: chunked\r\n', '0x2\r\n{}\r\n0\r\n\r\n')],
    ['a negative chunk size', post('Transfer-Encoding: chunked\r\n', '-2\r\n{}\r\n0\r\n\r\n')],
    ['a chunk size beyond 64 bits', post('Transfer-Encoding: chunked\r\n', '10000000000000002\r\n{}\r\n0\r\n\r\n')],
    ['a chunk size ended by LF', post('Transfer-Encoding: chunked\r\n', '2\n{}\r\n0\r\n\r\n')],
    ['LF in a chunk extension', post('Transfer-Encoding: chunked\r\n', '2;a\nb\r\n{}\r\n0\r\n\r\n')],
    ['a chunk without its end', post('Transfer-Encoding: chunked\r\n', '2\r\n{}0\r\n\r\n')],
    ['a chunk ended by LF', post('Transfer-Encoding: chunked\r\n', '2\r\n{}\n0\r\n\r\n')],
    ['trailers', post('Transfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\nX-A: b\r\n\r\n')],
    ['HTTP/1.0', OK.replace('HTTP/1.1', 'HTTP/1.0')],
    ['HTTP/2.0 in HTTP/1 clothes', OK.replace('HTTP/1.1', 'HTTP/2.0')],
    ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a tab in the request line', OK.replace('POST / ', 'POST\t/ ')],
  ])('%s', async (_name, bytes) => {
    endpoint.engine.calls.length = 0
    const received = await untilClosed(bytes)
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400'])
    expect(received).toMatch(/\r\nx-amzn-RequestId: [0-9a-f-]{36}\r\n/)
    expect(received).toContain('\r\nCache-Control: no-store\r\n')
    expect(endpoint.engine.calls).toEqual([])
  })
})

describe('after a good request on one connection', () => {
  test('nonsense does not take the place of the good answer', async () => {
    const received = await untilClosed(`${OK}NONSENSE\r\n\r\n`)
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
  })

  test('a second request with a flaw is not executed', async () => {
    endpoint.engine.calls.length = 0
    const received = await untilClosed(OK + post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', CHUNKED))
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200'])
    expect(endpoint.engine.calls.length).toBe(1)
  })

  test('pipelined requests are answered in order', async () => {
    const waiting: ((value: unknown) => void)[] = []
    endpoint.engine.respond = () => new Promise((resolve) => waiting.push(resolve))
    const connection = new RawConnection(endpoint.port)
    connection.write((OK + OK).replaceAll('PORT', String(endpoint.port)))
    const answers = Promise.all([connection.answer(), connection.answer()])
    await expect.poll(() => waiting.length).toBe(2)
    waiting[1]?.({ Name: 'second' })
    waiting[0]?.({ Name: 'first' })
    expect((await answers).map(({ body }) => body)).toEqual(['{"Name":"first"}', '{"Name":"second"}'])
    endpoint.engine.respond = null
    connection.close()
  })
})
