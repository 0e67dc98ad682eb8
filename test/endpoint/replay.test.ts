import { PutSecretValueCommand, SecretsManagerClient, TagResourceCommand } from '@aws-sdk/client-secrets-manager'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { ReplayGuard } from '../../electron/endpoint/replay-guard.ts'
import { catalog } from '../../shared/operations/catalog.ts'
import { endpointAccess } from '../support/doors.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { callSigned, RawConnection, sendOnce, signedBytes } from './support/signed-client.ts'
import { startTestEndpoint } from './support/start-test-endpoint.ts'

const REPLAYED = {
  __type: 'RequestReplayed',
  message: 'A request with this signature was taken before, or was signed before the endpoint started. A signature is good for one change: sign the request again.',
}
const MINUTE_MS = 60_000

/** Every operation that answers here in the JSON protocol, and whether it changes something. */
const OPERATIONS = Object.entries(catalog)
  .filter(([, operation]) => operation.doors.includes('endpoint'))
  .map(([name, { mutates }]) => [name, mutates] as const)
  .filter(([name]) => !name.startsWith('sts:'))

const targetOf = (operation: string): string => operation.replace('secretsmanager:', 'secretsmanager.').replace('kms:', 'TrentService.')

describe('the same bytes again', () => {
  test.each(OPERATIONS)('%s (changes: %s)', async (operation, mutates) => {
    const endpoint = await startTestEndpoint()
    endpoint.engine.respond = () => ({})
    const bytes = signedBytes(endpoint.client, { target: targetOf(operation), body: '{}' })
    const first = await sendOnce(endpoint.port, bytes)
    const second = await sendOnce(endpoint.port, bytes)
    expect(first).toMatchObject({ statusCode: 200, body: '{}' })
    if (mutates) expect({ status: second.statusCode, ...(JSON.parse(second.body) as object) }).toEqual({ status: 503, ...REPLAYED })
    else expect(second).toMatchObject({ statusCode: 200, body: '{}' })
    expect(endpoint.engine.calls.length).toBe(mutates ? 1 : 2)
    expect(endpoint.engine.refusals.map(({ errorCode, operation: refused }) => [errorCode, refused])).toEqual(mutates ? [['RequestReplayed', operation]] : [])
    await endpoint.close()
  })

  test('a refused call has not spent the signature of another, and one that failed in the engine has', async () => {
    const endpoint = await startTestEndpoint()
    const bytes = signedBytes(endpoint.client, { target: 'secretsmanager.TagResource', body: '{}' })
    const forged = Buffer.from(bytes.toString('latin1').replace(/Signature=[0-9a-f]/, 'Signature=z'), 'latin1')
    expect((await sendOnce(endpoint.port, forged)).statusCode).toBe(400)
    endpoint.engine.respond = () => {
      throw new Error('lost')
    }
    expect((await sendOnce(endpoint.port, bytes)).statusCode).toBe(500)
    endpoint.engine.respond = null
    expect((await sendOnce(endpoint.port, bytes)).body).toContain('RequestReplayed')
    await endpoint.close()
  })

  test('sent twice at once, one is executed', async () => {
    const endpoint = await startTestEndpoint()
    const bytes = signedBytes(endpoint.client, { target: 'secretsmanager.TagResource', body: '{}' })
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendOnce(endpoint.port, bytes)))
    expect(answers.filter(({ statusCode }) => statusCode === 200).length).toBe(1)
    expect(endpoint.engine.calls.length).toBe(1)
    await endpoint.close()
  })

  test('as long as the clock check would pass it, from a client whose clock is ahead', async () => {
    const endpoint = await startTestEndpoint()
    const signedAtMs = Date.now() + 4 * MINUTE_MS
    const bytes = signedBytes({ ...endpoint.client, nowMs: () => signedAtMs }, { target: 'secretsmanager.TagResource', body: '{}' })
    const outcomes: string[] = []
    for (const minutes of [0, 1, 4, 8, 9.5]) {
      endpoint.clock.offsetMs = minutes * MINUTE_MS
      const { body } = await sendOnce(endpoint.port, bytes)
      outcomes.push(body === '' ? 'taken' : (JSON.parse(body) as { __type: string }).__type)
    }
    expect(outcomes).toEqual(['taken', 'RequestReplayed', 'RequestReplayed', 'RequestReplayed', 'InvalidSignatureException'])
    await endpoint.close()
  })
})

describe('over a restart', () => {
  test('a change that was signed before the endpoint existed is refused, a reading is not', async () => {
    const endpoint = await startTestEndpoint()
    const before = { ...endpoint.client, nowMs: () => Date.now() - 2_000 }
    expect((await callSigned(before, { target: 'secretsmanager.TagResource', body: '{}' })).body).toContain('RequestReplayed')
    expect((await callSigned(before, { target: 'secretsmanager.DescribeSecret', body: '{}' })).statusCode).toBe(200)
    expect((await callSigned(endpoint.client, { target: 'secretsmanager.TagResource', body: '{}' })).statusCode).toBe(200)
    await endpoint.close()
  })

  test('switching the endpoint off and on does not forget', async () => {
    const core = await startTestCore()
    await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    const { endpoint, credentials, region } = await endpointAccess(core)
    const port = Number(new URL(endpoint).port)
    const bytes = signedBytes({ port, ...credentials, region }, { target: 'secretsmanager.CreateSecret', body: '{"Name":"a","ClientRequestToken":"a4bc3b2e-0b1c-4c1e-9d7e-0d1e2f3a4b5c"}' })
    expect((await sendOnce(port, bytes)).statusCode).toBe(200)
    await core.call('workbench:SetEndpoint', { Enabled: false })
    await core.call('workbench:SetEndpoint', { Enabled: true, Port: port })
    expect((await sendOnce(port, bytes)).body).toContain('RequestReplayed')
    await core.close()
  })
})

describe('an SDK', () => {
  let core: TestCore
  afterEach(() => core.close())

  test('that makes the same change twice in one second succeeds, for it signs again', async () => {
    core = await startTestCore()
    await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    const client = new SecretsManagerClient(await endpointAccess(core))
    await core.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'v', ClientRequestToken: 'a4bc3b2e-0b1c-4c1e-9d7e-0d1e2f3a4b5c' })
    const put = { SecretId: 'app', SecretString: 'w', ClientRequestToken: 'b4bc3b2e-0b1c-4c1e-9d7e-0d1e2f3a4b5c' }
    const tag = { SecretId: 'app', Tags: [{ Key: 'k', Value: 'v' }] }
    for (let index = 0; index < 3; index++) {
      expect((await client.send(new PutSecretValueCommand(put))).VersionId).toBe(put.ClientRequestToken)
      expect((await client.send(new TagResourceCommand(tag))).$metadata.httpStatusCode).toBe(200)
    }
    client.destroy()
  })
})

describe('what is remembered', () => {
  const hex = (value: number): string => value.toString(16).padStart(13, '0').padEnd(64, '0')

  test('goes ten minutes after it came', () => {
    let monotonicMs = 0
    const guard = new ReplayGuard(0, () => monotonicMs)
    for (let second = 0; second < 1_800; second++) {
      monotonicMs = second * 1_000
      guard.admit(hex(second), monotonicMs, second)
    }
    expect(guard.size).toBeGreaterThanOrEqual(600)
    expect(guard.size).toBeLessThanOrEqual(611)
  })

  test('counts connections that have ended as different ones', () => {
    const guard = new ReplayGuard(0, () => 0)
    guard.admit(hex(1), 1_000, 7)
    guard.admit(hex(1), 1_000, 7)
    guard.admit(hex(2), 1_000, 0)
    expect(() => guard.admit(hex(2), 1_000, 0)).toThrow('A signature is good for one change')
  })

  test('is bounded, and what had to go is refused by its time', () => {
    const guard = new ReplayGuard(0, () => 0, 100)
    for (let index = 0; index < 100; index++) guard.admit(hex(index), index < 40 ? 1_000 : 2_000, index)
    guard.admit(hex(1_000), 3_000, 9_999)
    expect(guard.size).toBe(61)
    expect(() => guard.admit(hex(7), 1_000, 9_999)).toThrow('A signature is good for one change')
    expect(() => guard.admit(hex(2_000), 1_000, 9_999)).toThrow('A signature is good for one change')
    expect(() => guard.admit(hex(50), 2_000, 9_999)).toThrow('A signature is good for one change')
    guard.admit(hex(2_001), 2_000, 9_999)
  })

  test('does not shut out writers for longer than ten minutes when the clock was wrong at the start', () => {
    let monotonicMs = 0
    const guard = new ReplayGuard(Date.UTC(2036, 0, 1), () => monotonicMs)
    expect(() => guard.admit(hex(1), Date.UTC(2026, 0, 1), 1)).toThrow('A signature is good for one change')
    monotonicMs = 10 * MINUTE_MS
    guard.admit(hex(1), Date.UTC(2026, 0, 1), 1)
  })

  test('no signature is admitted twice within its time, whatever comes in between', () => {
    const arrival = fc.record({ id: fc.nat(40), signedAgoS: fc.integer({ min: -300, max: 300 }), stepMs: fc.nat(30_000) })
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 120 }), fc.integer({ min: 5, max: 40 }), (arrivals, maxKept) => {
        let nowMs = 1_000_000_000
        let connection = 0
        const guard = new ReplayGuard(nowMs - 400_000, () => nowMs, maxKept)
        const admitted = new Set<string>()
        for (const { id, signedAgoS, stepMs } of arrivals) {
          nowMs += stepMs
          const signedAtMs = Math.floor(nowMs / 1_000) * 1_000 - signedAgoS * 1_000
          // Ids come back under their first time only, as a signature does.
          const name = `${id}/${signedAtMs}`
          for (const seen of [...admitted, name]) {
            const [seenId = '', seenAt = ''] = seen.split('/')
            if (Math.abs(nowMs - Number(seenAt)) > 300_000) continue
            let isAdmitted = true
            connection++
            try {
              guard.admit(hex(Number(seenId)), Number(seenAt), connection)
            } catch {
              isAdmitted = false
            }
            if (admitted.has(seen)) expect(isAdmitted).toBe(false)
            else if (isAdmitted) admitted.add(seen)
          }
          expect(guard.size).toBeLessThanOrEqual(maxKept)
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('the client itself may repeat a change on its connection; on another one the bytes are refused', async () => {
  const endpoint = await startTestEndpoint()
  const connection = new RawConnection(endpoint.port)
  const bytes = signedBytes(endpoint.client, { target: 'secretsmanager.TagResource', body: '{}' })
  const statuses: number[] = []
  for (const next of [bytes, bytes, signedBytes(endpoint.client, { target: 'secretsmanager.TagResource', body: '{"a":1}' })]) statuses.push((await connection.send(next)).statusCode)
  expect(statuses).toEqual([200, 200, 200])
  expect((await sendOnce(endpoint.port, bytes)).statusCode).toBe(503)
  connection.close()
  await endpoint.close()
})
