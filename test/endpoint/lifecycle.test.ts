import { createServer, connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ServiceError } from '../../shared/errors.ts'
import { startEndpoint } from '../../electron/endpoint/server.ts'
import { ACCOUNT_ID, collectingLog, createFakeEngine, shiftedClock } from './support/fake-engine.ts'
import { callSigned, RawConnection, requestBytes, sendOnce, signedBytes } from './support/signed-client.ts'
import { startTestEndpoint } from './support/start-test-endpoint.ts'

const CALL = { target: 'secretsmanager.TagResource', body: '{}' }

function reach(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy()
      resolve('connected')
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
  })
}

describe('where it listens', () => {
  test('on 127.0.0.1 alone: other loopback addresses, IPv6 and the network are refused', async () => {
    const endpoint = await startTestEndpoint()
    const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []).filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => address)
    expect(await reach('127.0.0.1', endpoint.port)).toBe('connected')
    for (const host of ['127.0.0.2', '::1', ...others]) expect(await reach(host, endpoint.port)).toMatch(/^E(CONNREFUSED|ADDRNOTAVAIL|NETUNREACH|HOSTUNREACH|AFNOSUPPORT)$/)
    await endpoint.close()
  })

  test.skipIf(!Object.values(networkInterfaces()).flat().some((address) => address?.address === '::1'))('on ::1 too when asked, at the same port', async () => {
    const endpoint = await startTestEndpoint({ hosts: ['127.0.0.1', '::1'] })
    const connection = new RawConnection(endpoint.port, '::1')
    const headers = { host: `[::1]:${endpoint.port}`, 'content-type': 'application/x-amz-json-1.1' }
    expect((await connection.send(requestBytes(headers, '{}'))).body).toContain('MissingAuthenticationTokenException')
    connection.close()
    expect((await callSigned(endpoint.client, CALL)).statusCode).toBe(200)
    await endpoint.close()
  })

  test('a taken port is an error with a name, and no other port is opened', async () => {
    const squatter = createServer()
    const port = await new Promise<number>((resolve) => squatter.listen(0, '127.0.0.1', () => resolve((squatter.address() as { port: number }).port)))
    const outcome = await startTestEndpoint({ port }).catch((error: unknown) => error)
    expect(outcome).toBeInstanceOf(ServiceError)
    expect({ code: (outcome as ServiceError).code, message: (outcome as ServiceError).message }).toEqual({
      code: 'EndpointPortInUse',
      message: `Port ${port} on 127.0.0.1 is taken by another program, so the local AWS endpoint is off. End that program or choose another port; Coffer does not move by itself, since clients would then trust whoever holds the old one.`,
    })
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('two endpoints never share a port', async () => {
    const first = await startTestEndpoint()
    await expect(startTestEndpoint({ port: first.port })).rejects.toMatchObject({ code: 'EndpointPortInUse' })
    await first.close()
    const second = await startTestEndpoint({ port: first.port })
    expect(second.port).toBe(first.port)
    await second.close()
  })
})

describe('closing', () => {
  test('lets a call under way finish, refuses new ones, and ends idle connections', async () => {
    const endpoint = await startTestEndpoint()
    let release: (value: unknown) => void = () => undefined
    endpoint.engine.respond = () => new Promise((resolve) => {
      release = resolve
    })
    const idle = new RawConnection(endpoint.port)
    const busy = new RawConnection(endpoint.port)
    const answer = busy.send(signedBytes(endpoint.client, CALL))
    await expect.poll(() => endpoint.engine.calls.length).toBe(1)
    const closed = endpoint.close()
    await idle.closed
    expect(await reach('127.0.0.1', endpoint.port)).toBe('ECONNREFUSED')
    release({ done: true })
    const { body, headers } = await answer
    expect({ body, connection: headers['connection'] }).toEqual({ body: '{"done":true}', connection: 'close' })
    await closed
    await busy.closed
  })

  test('ends a call that takes over two seconds', async () => {
    const endpoint = await startTestEndpoint()
    endpoint.engine.respond = () => new Promise(() => undefined)
    const busy = new RawConnection(endpoint.port)
    const answer = busy.send(signedBytes(endpoint.client, CALL))
    await expect.poll(() => endpoint.engine.calls.length).toBe(1)
    const startedMs = performance.now()
    const outcome = answer.catch((error: Error) => error.message)
    await endpoint.close()
    expect(await outcome).toBe('connection closed before its answer')
    expect(performance.now() - startedMs).toBeGreaterThan(1_900)
    expect(performance.now() - startedMs).toBeLessThan(4_000)
  })
})

test('the first caller that is let in is announced once; refused ones are not', async () => {
  const announced: number[] = []
  const engine = createFakeEngine()
  const clock = shiftedClock()
  const endpoint = await startEndpoint({ engine, clock, log: collectingLog(), port: 0, onFirstRequest: (atMs) => announced.push(atMs) })
  const client = { port: endpoint.port, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
  await callSigned({ ...client, secretAccessKey: 'other' }, CALL)
  expect(announced).toEqual([])
  await callSigned(client, CALL)
  await callSigned(client, CALL)
  expect(announced).toEqual([expect.closeTo(Date.now(), -4)])
  await endpoint.close()
})

describe('without authentication', () => {
  const callerFor = async (authorization: string | undefined): Promise<unknown> => {
    const endpoint = await startTestEndpoint({ authentication: 'none' })
    const headers = {
      host: `127.0.0.1:${endpoint.port}`,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.TagResource',
      ...(authorization === undefined ? {} : { authorization }),
    }
    expect((await sendOnce(endpoint.port, requestBytes(headers, '{}'))).statusCode).toBe(200)
    await endpoint.close()
    const { principal, region, accessKeyId } = endpoint.engine.calls[0]?.caller ?? {}
    return { principal, region, accessKeyId }
  }
  const root = (accountId: string): unknown => ({ type: 'root', accountId })

  test.each<[string, string | undefined, unknown]>([
    ['no credentials', undefined, { principal: root(ACCOUNT_ID), region: 'us-east-1', accessKeyId: undefined }],
    ['any key', 'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=x', { principal: root(ACCOUNT_ID), region: 'eu-west-1', accessKeyId: 'test' }],
    ['an account id as key', 'AWS4-HMAC-SHA256 Credential=000000000002/20260101/ap-southeast-1/secretsmanager/aws4_request, SignedHeaders=host, Signature=x', { principal: root('000000000002'), region: 'ap-southeast-1', accessKeyId: '000000000002' }],
    ['a region that is none', 'AWS4-HMAC-SHA256 Credential=test/20260101/../secretsmanager/aws4_request, SignedHeaders=host, Signature=x', { principal: root(ACCOUNT_ID), region: 'us-east-1', accessKeyId: 'test' }],
    ['another scheme', 'Bearer x', { principal: root(ACCOUNT_ID), region: 'us-east-1', accessKeyId: undefined }],
  ])('%s', async (_name, authorization, expected) => {
    expect(await callerFor(authorization)).toEqual(expected)
  })

  test('browsers and other hosts are still turned away', async () => {
    const endpoint = await startTestEndpoint({ authentication: 'none' })
    const headers = { host: `127.0.0.1:${endpoint.port}`, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.TagResource' }
    expect((await sendOnce(endpoint.port, requestBytes({ ...headers, origin: 'null' }, '{}'))).statusCode).toBe(403)
    expect((await sendOnce(endpoint.port, requestBytes({ ...headers, host: `evil.example:${endpoint.port}` }, '{}'))).statusCode).toBe(403)
    expect(endpoint.engine.calls).toEqual([])
    await endpoint.close()
  })
})
