import { describe, expect, test } from 'vitest'
import { KeyRates } from '../../electron/endpoint/key-rates.ts'
import { callSigned, sendOnce, signedBytes, type HttpAnswer } from './support/signed-client.ts'
import { startTestEndpoint, type TestEndpoint } from './support/start-test-endpoint.ts'

const READ = { target: 'secretsmanager.DescribeSecret', body: '{}' }

async function timed(run: Promise<HttpAnswer>): Promise<{ readonly statusCode: number; readonly tookMs: number }> {
  const startedMs = performance.now()
  const { statusCode } = await run
  return { statusCode, tookMs: performance.now() - startedMs }
}

const wrong = (endpoint: TestEndpoint): Promise<HttpAnswer> => callSigned({ ...endpoint.client, secretAccessKey: 'wrong' }, READ)

describe('wrong signatures', () => {
  test('ten in a minute are answered at once, the next a second late, and right ones never wait', async () => {
    const endpoint = await startTestEndpoint()
    for (let index = 0; index < 10; index++) expect((await timed(wrong(endpoint))).tookMs).toBeLessThan(900)
    const late = timed(wrong(endpoint))
    const good = await Promise.all(Array.from({ length: 20 }, () => timed(callSigned(endpoint.client, READ))))
    expect(good.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 20 }, () => 200))
    const { statusCode, tookMs } = await late
    expect(statusCode).toBe(400)
    expect(tookMs).toBeGreaterThanOrEqual(990)
    expect(Math.max(...good.map((answer) => answer.tookMs))).toBeLessThan(900)
    await endpoint.close()
  })

  test('are free again a minute later', async () => {
    const endpoint = await startTestEndpoint()
    for (let index = 0; index < 10; index++) await wrong(endpoint)
    const realMs = endpoint.clock.monotonicMs
    endpoint.clock.monotonicMs = () => realMs() + 60_000
    expect((await timed(wrong(endpoint))).tookMs).toBeLessThan(900)
    await endpoint.close()
  })

  test('what has no signature, an unknown key or an old one counts as well', async () => {
    const endpoint = await startTestEndpoint()
    const host = `127.0.0.1:${endpoint.port}`
    const attempts = [
      () => sendOnce(endpoint.port, `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}`),
      () => callSigned({ ...endpoint.client, accessKeyId: 'AKIAUNKNOWN000000001' }, READ),
      () => callSigned({ ...endpoint.client, nowMs: () => Date.now() - 600_000 }, READ),
    ]
    for (let index = 0; index < 10; index++) await (attempts[index % 3] as () => Promise<HttpAnswer>)()
    for (const attempt of attempts) expect((await timed(attempt())).tookMs).toBeGreaterThanOrEqual(990)
    await endpoint.close()
  })

  test('in a flood: sixteen wait, the rest is turned away without a word, and a good client gets through', async () => {
    const endpoint = await startTestEndpoint()
    for (let index = 0; index < 10; index++) await wrong(endpoint)
    const flood = Promise.all(Array.from({ length: 40 }, async () => timed(wrong(endpoint))))
    expect(await timed(callSigned(endpoint.client, READ))).toMatchObject({ statusCode: 200 })
    const answers = await flood
    const answered = answers.filter(({ statusCode }) => statusCode === 400)
    expect(answered.length).toBe(16)
    expect(Math.min(...answered.map(({ tookMs }) => tookMs))).toBeGreaterThanOrEqual(990)
    expect(answers.filter(({ statusCode }) => statusCode === 429).length).toBe(24)
    await endpoint.close()
  })
})

describe('calls of one access key', () => {
  test('over the rate get ThrottlingException; another second and another key do not', async () => {
    const endpoint = await startTestEndpoint({ rateLimits: { readsPerSecond: 3, writesPerSecond: 1 } })
    endpoint.engine.accessKeys.set('AKIAOTHER00000000001', { secretAccessKey: 'other', principal: { type: 'root', accountId: '123456789012' } })
    endpoint.clock.monotonicMs = () => 5_000
    const outcome = async (body: string, target = READ.target, client = endpoint.client): Promise<string> => {
      const answer = await sendOnce(endpoint.port, signedBytes(client, { target, body }))
      return `${answer.statusCode} ${answer.body}`
    }
    const throttled = '400 {"__type":"ThrottlingException","message":"Rate exceeded"}'
    const reads: string[] = []
    for (let index = 0; index < 5; index++) reads.push(await outcome('{}'))
    expect(reads).toEqual(['200 ', '200 ', '200 ', throttled, throttled])
    expect([await outcome('{"a":1}', 'secretsmanager.TagResource'), await outcome('{"a":2}', 'secretsmanager.TagResource')]).toEqual(['200 ', throttled])
    expect(await outcome('{}', READ.target, { ...endpoint.client, accessKeyId: 'AKIAOTHER00000000001', secretAccessKey: 'other' })).toBe('200 ')
    endpoint.clock.monotonicMs = () => 6_000
    expect(await outcome('{}')).toBe('200 ')
    // What was throttled has not been taken: its signature is still good.
    expect(await outcome('{"a":2}', 'secretsmanager.TagResource')).toBe('200 ')
    await endpoint.close()
  })

  test('are 10,000 readings and 1,000 changes a second unless told otherwise', async () => {
    const { DEFAULT_RATE_LIMITS } = await import('../../electron/endpoint/key-rates.ts')
    const rates = new KeyRates(DEFAULT_RATE_LIMITS, () => 1_000)
    for (let index = 0; index < 10_000; index++) rates.take('AKIA', false)
    for (let index = 0; index < 1_000; index++) rates.take('AKIA', true)
    expect(() => rates.take('AKIA', false)).toThrow('Rate exceeded')
    expect(() => rates.take('AKIA', true)).toThrow('Rate exceeded')
  })
})
