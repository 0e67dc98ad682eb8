import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RawConnection, sendOnce, signedBytes } from './support/signed-client.ts'
import { startTestEndpoint, type TestEndpoint } from './support/start-test-endpoint.ts'

let endpoint: TestEndpoint

beforeAll(async () => {
  endpoint = await startTestEndpoint()
})

afterAll(() => endpoint.close())

/** A signed GetSecretValue, with its head changed afterwards: the checks here come before the signature. */
function changedRequest(change: (head: string) => string): string {
  const bytes = signedBytes(endpoint.client, { target: 'secretsmanager.GetSecretValue', body: '{"SecretId":"absent"}' }).toString('latin1')
  const headEnd = bytes.indexOf('\r\n\r\n')
  return change(bytes.slice(0, headEnd)) + bytes.slice(headEnd)
}

async function statusOf(change: (head: string) => string): Promise<{ readonly statusCode: number; readonly body: string }> {
  const { statusCode, body } = await sendOnce(endpoint.port, changedRequest(change))
  return { statusCode, body }
}

const withHost = (host: string) => (head: string): string => head.replace(/^host: .*$/m, `host: ${host}`)
const withHeader = (line: string) => (head: string): string => `${head}\r\n${line}`

describe('Host', () => {
  const port = 'PORT'
  const refused = [
    '', port, `:${port}`, 'localhost', '127.0.0.1', '[::1]', `localhost.:${port}`, `127.0.0.1.:${port}`, `LOCALHOST:${port}`, `Localhost:${port}`,
    `user@localhost:${port}`, `user:pass@127.0.0.1:${port}`, `0x7f000001:${port}`, `0x7f.0.0.1:${port}`, `2130706433:${port}`, `017700000001:${port}`,
    `127.1:${port}`, `127.0.1:${port}`, `127.0.0.2:${port}`, `0.0.0.0:${port}`, `0:${port}`, `::1:${port}`, `[::]:${port}`, `[0:0:0:0:0:0:0:1]:${port}`,
    `[::ffff:127.0.0.1]:${port}`, `[::1%25lo]:${port}`, `localhost:0${port}`, `localhost:+${port}`, 'localhost:80', 'localhost:1', `localhost:${port}1`,
    `localhost:${port}/`, `localhost:${port}.`, `http://localhost:${port}`, `localhost:${port}, evil.example`, `evil.example, localhost:${port}`,
    `localhost:${port} evil.example`, `localhost.evil.example:${port}`, `evil.example:${port}`, `secretsmanager.us-east-1.amazonaws.com`, `127.0.0.1.nip.io:${port}`,
    `localtest.me:${port}`, `host.docker.internal:${port}`,
  ]

  test('holds forty wrong spellings and more', () => {
    expect(new Set(refused).size).toBeGreaterThanOrEqual(40)
  })

  test.each(refused)('%j is refused before the signature is looked at', async (host) => {
    expect(await statusOf(withHost(host.replaceAll('PORT', String(endpoint.port))))).toEqual({ statusCode: 403, body: '' })
  })

  test.each(['127.0.0.1:PORT', 'localhost:PORT', '[::1]:PORT'])('%s is let through to the signature check', async (host) => {
    const answer = await statusOf(withHost(host.replace('PORT', String(endpoint.port))))
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toMatch(/ResourceNotFoundException|InvalidSignatureException/)
  })

  test('absent or twice is refused', async () => {
    expect(await statusOf((head) => head.replace(/\r\nhost: [^\r]*/, ''))).toEqual({ statusCode: 403, body: '' })
    expect(await statusOf(withHeader(`Host: 127.0.0.1:${endpoint.port}`))).toEqual({ statusCode: 403, body: '' })
    expect(await statusOf((head) => head.replace(/\r\nhost: [^\r]*/, '').replace('HTTP/1.1', 'HTTP/1.0'))).toEqual({ statusCode: 403, body: '' })
  })
})

describe('signs of a browser', () => {
  test.each([
    'Origin: null', 'Origin: http://localhost', 'Origin: https://evil.example', 'Origin:', 'Referer: http://localhost/', 'Cookie: a=b', 'Sec-Fetch-Site: none',
    'Sec-Fetch-Dest: empty', 'Sec-Fetch-User: ?1', 'sec-fetch-anything: x', 'Access-Control-Request-Method: POST',
    'Access-Control-Request-Private-Network: true',
  ])('%s is refused and no Access-Control header is sent', async (line) => {
    const answer = await sendOnce(endpoint.port, changedRequest(withHeader(line)))
    expect({ statusCode: answer.statusCode, body: answer.body }).toEqual({ statusCode: 403, body: '' })
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })

  test('what Node’s own fetch sends is no browser’s', async () => {
    const response = await fetch(`http://127.0.0.1:${endpoint.port}/`, { method: 'POST', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.ListSecrets' }, body: '{}' })
    expect({ status: response.status, body: await response.text() }).toMatchObject({ status: 400, body: expect.stringContaining('MissingAuthenticationToken') })
  })

  test('a preflight is refused', async () => {
    expect(await statusOf((head) => head.replace('POST', 'OPTIONS'))).toEqual({ statusCode: 403, body: '' })
  })
})

describe('signs of a proxy or another protocol', () => {
  test.each([
    'X-Forwarded-For: 10.0.0.1', 'X-Forwarded-Host: localhost', 'X-Forwarded-Proto: https', 'x-forwarded-anything: x', 'Forwarded: for=10.0.0.1', 'Via: 1.1 proxy',
    'Proxy-Connection: keep-alive', 'Proxy-Authorization: Basic eDp5', 'X-Real-IP: 10.0.0.1', 'Upgrade: websocket', 'Upgrade: h2c', 'Expect: 100-continue',
    'Expect: 200-ok', 'Content-Encoding: gzip', 'Trailer: x-a',
  ])('%s is refused', async (line) => {
    expect(await statusOf(withHeader(line))).toEqual({ statusCode: 400, body: '' })
  })

  test('a real upgrade handshake is refused', async () => {
    expect(await statusOf(withHeader('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13'))).toEqual({ statusCode: 400, body: '' })
  })

  test.each(['http://127.0.0.1:PORT/', 'http://evil.example/', '*', 'localhost:PORT'])('the target %s is refused', async (path) => {
    expect(await statusOf((head) => head.replace('POST /', `POST ${path.replace('PORT', String(endpoint.port))}`))).toEqual({ statusCode: 400, body: '' })
  })

  test('CONNECT is refused and the connection ends', async () => {
    const connection = new RawConnection(endpoint.port)
    const answer = await connection.send(`CONNECT 127.0.0.1:${endpoint.port} HTTP/1.1\r\nHost: 127.0.0.1:${endpoint.port}\r\n\r\n`)
    expect(answer.statusCode).toBe(400)
    await connection.closed
  })
})

describe('method, path and type', () => {
  test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'])('%s is not found', async (method) => {
    expect(await statusOf((head) => head.replace('POST', method))).toEqual({ statusCode: 404, body: '' })
  })

  test.each(['/?', '/?Action=GetCallerIdentity', '//', '/.', '/index.html', '/%2f', '/health', '/_localstack/health'])('path %s is not found', async (path) => {
    expect(await statusOf((head) => head.replace('POST /', `POST ${path}`))).toEqual({ statusCode: 404, body: '' })
  })

  test.each([
    '', 'text/plain', 'application/json', 'application/x-amz-json-1.0', 'application/x-amz-json-1.1; charset=latin1', 'multipart/form-data',
    'application/x-amz-json-1.1, text/plain', 'application/cbor', 'application/x-amz-json-1.1; charset=utf-8; charset=utf-16',
  ])('content type %j is refused', async (contentType) => {
    expect(await statusOf((head) => head.replace(/^content-type: .*$/m, `content-type: ${contentType}`))).toEqual({ statusCode: 415, body: '' })
  })

  test('no content type, or two, is refused', async () => {
    expect(await statusOf((head) => head.replace(/\r\ncontent-type: [^\r]*/, ''))).toEqual({ statusCode: 415, body: '' })
    expect(await statusOf(withHeader('content-type: application/x-amz-json-1.1'))).toEqual({ statusCode: 400, body: '' })
  })

  test.each(['authorization: x', 'x-amz-date: x', 'x-amz-target: secretsmanager.DeleteSecret'])('a second %s is refused', async (line) => {
    expect(await statusOf(withHeader(line))).toEqual({ statusCode: 400, body: '' })
  })

  test('64 headers are taken, 65 are not', async () => {
    const filled = (total: number) => (head: string): string => {
      const present = head.split('\r\n').length - 1
      return head + Array.from({ length: total - present }, (_, index) => `\r\na-${index}: x`).join('')
    }
    expect((await statusOf(filled(64))).statusCode).toBe(400)
    expect((await statusOf(filled(64))).body).toContain('ResourceNotFoundException')
    expect(await statusOf(filled(65))).toEqual({ statusCode: 431, body: '' })
  })

  test('a head over 16 KiB is refused', async () => {
    expect((await statusOf(withHeader(`a: ${'x'.repeat(20_000)}`))).statusCode).toBe(431)
  })
})

describe('a refusal', () => {
  test('has the hardening headers, a request id and a date, and ends the connection', async () => {
    const connection = new RawConnection(endpoint.port)
    const { headers } = await connection.send(changedRequest(withHeader('Origin: https://evil.example')))
    expect(headers).toEqual({
      'x-amzn-requestid': expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      date: expect.stringMatching(/GMT$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-length': '0',
      connection: 'close',
    })
    await connection.closed
  })
})
