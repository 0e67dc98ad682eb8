import { expect, test } from 'vitest'
import { RefusalRecorder } from '../../electron/endpoint/refusal-recorder.ts'
import { collectingLog, createFakeEngine } from './support/fake-engine.ts'
import { callSigned, requestBytes, sendOnce } from './support/signed-client.ts'
import { startTestEndpoint } from './support/start-test-endpoint.ts'

const REFUSAL = { operation: 'endpoint:Refused', errorCode: 'x', requestId: 'r', region: '' }

test('a refused call goes into the activity record without a word of the client', async () => {
  const endpoint = await startTestEndpoint()
  await sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, origin: 'https://evil.example' }, ''))
  await sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'evil.Words' }, '{}'))
  await callSigned({ ...endpoint.client, secretAccessKey: 'wrong' }, { target: 'secretsmanager.GetSecretValue', body: '{"SecretId":"evil words"}' })
  await callSigned(endpoint.client, { target: 'secretsmanager.EvilWords', body: '{}' })
  await callSigned(endpoint.client, { target: 'secretsmanager.GetSecretValue', body: 'evil words' })
  const common = { requestId: expect.any(String), sourceIp: '127.0.0.1' }
  const signed = { ...common, region: 'us-east-1', accessKeyId: endpoint.client.accessKeyId }
  expect(endpoint.engine.refusals).toEqual([
    { ...common, operation: 'endpoint:Refused', errorCode: 'Refused: browser header', region: '' },
    { ...common, operation: 'endpoint:UnknownOperation', errorCode: 'MissingAuthenticationTokenException', region: '' },
    { ...common, operation: 'secretsmanager:GetSecretValue', errorCode: 'InvalidSignatureException', region: '' },
    { ...signed, operation: 'endpoint:UnknownOperation', errorCode: 'UnknownOperationException' },
    { ...signed, operation: 'secretsmanager:GetSecretValue', errorCode: 'SerializationException' },
  ])
  await endpoint.close()
})

test('a hundred refusals are recorded at once, then ten a second, and the log counts the rest', () => {
  const engine = createFakeEngine()
  const log = collectingLog()
  let nowMs = 0
  const recorder = new RefusalRecorder(engine, log, () => nowMs)
  for (let index = 0; index < 150; index++) recorder.record(REFUSAL)
  expect(engine.refusals.length).toBe(100)
  nowMs = 1_000
  for (let index = 0; index < 50; index++) recorder.record(REFUSAL)
  expect(engine.refusals.length).toBe(110)
  expect(log.lines).toEqual([expect.stringContaining('"leftOut":50')])
})

test('a sealed vault is not asked to record anything', () => {
  const engine = createFakeEngine()
  engine.state = 'sealed'
  new RefusalRecorder(engine, collectingLog(), () => 0).record(REFUSAL)
  expect(engine.refusals).toEqual([])
})

test('a record that cannot be written changes no answer and is told to the log', async () => {
  const endpoint = await startTestEndpoint()
  endpoint.engine.recordRefusal = () => {
    throw new Error('disk full')
  }
  const browser = await sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, origin: 'https://evil.example' }, ''))
  const stranger = await callSigned({ ...endpoint.client, secretAccessKey: 'wrong' }, { target: 'secretsmanager.GetSecretValue', body: '{}' })
  expect([browser.statusCode, stranger.statusCode]).toEqual([403, 400])
  expect(endpoint.log.lines.length).toBe(2)
  await endpoint.close()
})
