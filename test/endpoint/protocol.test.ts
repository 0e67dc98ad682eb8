import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ServiceError } from '../../shared/errors.ts'
import { ACCESS_KEY_ID, ACCOUNT_ID, userPrincipal } from './support/fake-engine.ts'
import { callSigned, requestBytes, sendOnce, type HttpAnswer, type SignedCall } from './support/signed-client.ts'
import { signRequest } from './support/sign-request.ts'
import { startTestEndpoint } from './support/start-test-endpoint.ts'

const endpoint = await startTestEndpoint()
const { engine } = endpoint

afterAll(() => endpoint.close())

beforeEach(() => {
  engine.calls.length = 0
  engine.respond = null
  engine.state = 'unsealed'
})

const GET_CALLER_IDENTITY: SignedCall = { body: 'Action=GetCallerIdentity&Version=2011-06-15', contentType: 'application/x-www-form-urlencoded; charset=utf-8' }

const call = (signed: SignedCall): Promise<HttpAnswer> => callSigned(endpoint.client, signed)

async function bodyFor(target: string, error: ServiceError): Promise<{ readonly statusCode: number; readonly body: string }> {
  engine.respond = () => {
    throw error
  }
  const { statusCode, body } = await call({ target, body: '{}' })
  return { statusCode, body }
}

describe('a success', () => {
  test('is the output as JSON, with the headers of AWS and the hardening ones', async () => {
    engine.respond = () => ({ Name: 'é€😀', CreatedDate: 1_523_477_145.713 })
    const answer = await call({ target: 'secretsmanager.DescribeSecret', body: '{"SecretId":"a"}' })
    expect(answer).toEqual({
      statusCode: 200,
      body: '{"Name":"é€😀","CreatedDate":1523477145.713}',
      headers: {
        'x-amzn-requestid': engine.calls[0]?.caller.requestId,
        date: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/),
        'content-type': 'application/x-amz-json-1.1',
        'content-length': '49',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        connection: 'keep-alive',
        'keep-alive': 'timeout=60, max=1000',
      },
    })
  })

  test('of an operation without output has an empty body', async () => {
    const { statusCode, body, headers } = await call({ target: 'secretsmanager.TagResource', body: '{}' })
    expect({ statusCode, body, length: headers['content-length'], type: headers['content-type'] }).toEqual({
      statusCode: 200,
      body: '',
      length: '0',
      type: 'application/x-amz-json-1.1',
    })
  })

  test('was asked of the engine as the signer, for the region of the signature, with the input as sent', async () => {
    engine.respond = () => ({})
    await callSigned({ ...endpoint.client, region: 'eu-west-1' }, { target: 'TrentService.CreateKey', body: '{"Description":"d","Tags":[]}', headers: { 'user-agent': 'test/1' } })
    expect(engine.calls).toEqual([
      {
        operation: 'kms:CreateKey',
        input: { Description: 'd', Tags: [] },
        caller: {
          door: 'endpoint',
          principal: userPrincipal('alice'),
          region: 'eu-west-1',
          requestId: expect.any(String),
          accessKeyId: ACCESS_KEY_ID,
          sourceIp: '127.0.0.1',
          userAgent: 'test/1',
        },
      },
    ])
  })

  test('is the same with a charset in the content type', async () => {
    const { statusCode } = await call({ target: 'secretsmanager.TagResource', body: '{}', contentType: 'application/x-amz-json-1.1; charset=utf-8' })
    expect(statusCode).toBe(200)
  })
})

describe('an error', () => {
  test.each<[string, string, ServiceError, number, unknown]>([
    ['of the Secrets Manager model says Message', 'secretsmanager.GetSecretValue', new ServiceError('InvalidRequestException', 'text'), 400, { __type: 'InvalidRequestException', Message: 'text' }],
    ['for an absent secret is 400', 'secretsmanager.GetSecretValue', new ServiceError('ResourceNotFoundException', 'text'), 400, { __type: 'ResourceNotFoundException', Message: 'text' }],
    ['outside the model says message', 'secretsmanager.GetSecretValue', new ServiceError('ValidationException', 'text'), 400, { __type: 'ValidationException', message: 'text' }],
    ['of access says message', 'secretsmanager.GetSecretValue', new ServiceError('AccessDeniedException', 'text'), 400, { __type: 'AccessDeniedException', message: 'text' }],
    ['inside is 500', 'secretsmanager.GetSecretValue', new ServiceError('InternalServiceError', 'text'), 500, { __type: 'InternalServiceError', Message: 'text' }],
    ['of KMS says message', 'TrentService.DescribeKey', new ServiceError('NotFoundException', 'text'), 400, { __type: 'NotFoundException', message: 'text' }],
    ['of KMS with a name that Secrets Manager has too says message', 'TrentService.CreateKey', new ServiceError('LimitExceededException', 'text'), 400, { __type: 'LimitExceededException', message: 'text' }],
    ['without text has no text member', 'TrentService.DescribeKey', new ServiceError('InvalidCiphertextException', ''), 400, { __type: 'InvalidCiphertextException' }],
    ['inside KMS has its name', 'TrentService.DescribeKey', new ServiceError('InternalServiceError', 'text'), 500, { __type: 'KMSInternalException', message: 'text' }],
  ])('%s', async (_name, target, error, statusCode, body) => {
    const answer = await bodyFor(target, error)
    expect({ statusCode: answer.statusCode, body: JSON.parse(answer.body) }).toEqual({ statusCode, body })
  })

  test('that is not the engine\'s own tells nothing of its text', async () => {
    engine.respond = () => {
      throw new Error('canary in a stack')
    }
    const { statusCode, body } = await call({ target: 'secretsmanager.GetSecretValue', body: '{}' })
    expect(statusCode).toBe(500)
    expect(JSON.parse(body)).toEqual({ __type: 'InternalServiceError', Message: expect.not.stringContaining('canary') })
  })
})

describe('dispatch', () => {
  test.each([undefined, '', 'secretsmanager', 'secretsmanager.', 'secretsmanager.EvilWords', 'SecretsManager.GetSecretValue', 'secretsmanager.getSecretValue', 'kms.CreateKey', 'TrentService.GetSecretValue', 'workbench.Unlock', 'secretsmanager.workbench:Unlock', 'DynamoDB_20120810.GetItem', 'secretsmanager.__proto__', 'secretsmanager.toString'])(
    'the target %j of a signed request is an unknown operation',
    async (target) => {
      const answer = await callSigned(endpoint.client, { ...(target === undefined ? {} : { target }), service: target?.startsWith('TrentService.') === true ? 'kms' : 'secretsmanager', body: '{}' })
      expect({ statusCode: answer.statusCode, body: answer.body, calls: engine.calls }).toEqual({ statusCode: 400, body: '{"__type":"UnknownOperationException"}', calls: [] })
    },
  )

  test('an unsigned request does not learn which operations there are', async () => {
    for (const target of ['secretsmanager.GetSecretValue', 'secretsmanager.EvilWords']) {
      const answer = await sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target }, '{}'))
      expect(answer.body).toBe('{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}')
      expect(answer.body.length).toBe(89)
      expect(answer.statusCode).toBe(400)
    }
  })

  test.each(['', 'canary', '[]', '{"SecretId":"canary","SecretId":"canary"}'])('the body %j is a SerializationException that does not quote it', async (body) => {
    const answer = await call({ target: 'secretsmanager.GetSecretValue', body })
    expect({ statusCode: answer.statusCode, type: JSON.parse(answer.body).__type, calls: engine.calls }).toEqual({ statusCode: 400, type: 'SerializationException', calls: [] })
    expect(answer.body).not.toContain('canary')
  })

  test('a body that is not UTF-8 is a SerializationException', async () => {
    // The signer takes the text's UTF-8 form; these are three bytes of a four-byte character, signed as bytes below.
    const body = Buffer.from([0x7b, 0x22, 0xf0, 0x9f, 0x98, 0x22, 0x3a, 0x31, 0x7d])
    const headers = signRequest({ host: `127.0.0.1:${endpoint.port}`, accessKeyId: ACCESS_KEY_ID, secretAccessKey: endpoint.client.secretAccessKey, region: 'us-east-1', service: 'secretsmanager', target: 'secretsmanager.GetSecretValue', body, atMs: Date.now() })
    const answer = await sendOnce(endpoint.port, requestBytes(headers, body))
    expect({ statusCode: answer.statusCode, body: JSON.parse(answer.body) }).toEqual({ statusCode: 400, body: { __type: 'SerializationException', message: 'The request body is not valid UTF-8.' } })
  })
})

describe('STS over the query protocol', () => {
  test('answers GetCallerIdentity in XML', async () => {
    const answer = await call(GET_CALLER_IDENTITY)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('text/xml')
    expect(answer.body).toBe(
      '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
        `<UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>${ACCOUNT_ID}</Account><Arn>arn:aws:iam::${ACCOUNT_ID}:user/alice</Arn>` +
        `</GetCallerIdentityResult><ResponseMetadata><RequestId>${answer.headers['x-amzn-requestid']}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
    )
  })

  test('is served for the global region that a vault may lack, as every service is, but not for another partition', async () => {
    engine.status = () => ({ state: 'unsealed', regions: ['eu-west-1'], homeRegion: 'eu-west-1', defaultAccountId: ACCOUNT_ID })
    expect((await call(GET_CALLER_IDENTITY)).statusCode).toBe(200)
    expect(engine.calls[0]?.caller.region).toBe('us-east-1')
    for (const region of ['cn-north-1', 'mars-north-1']) {
      expect((await callSigned({ ...endpoint.client, region }, { target: 'secretsmanager.GetSecretValue', body: '{}' })).body).toContain(`Credential should be scoped to a valid Region, not '${region}'.`)
    }
    engine.status = () => ({ state: engine.state, regions: ['us-east-1', 'eu-west-1'], homeRegion: 'us-east-1', defaultAccountId: ACCOUNT_ID })
  })

  const error = (answer: HttpAnswer): unknown => ({
    statusCode: answer.statusCode,
    type: /<Type>(.*)<\/Type>/.exec(answer.body)?.[1],
    code: /<Code>(.*)<\/Code>/.exec(answer.body)?.[1],
    message: /<Message>(.*)<\/Message>/.exec(answer.body)?.[1],
  })

  test.each<[string, () => Promise<HttpAnswer>, unknown]>([
    ['a wrong secret', () => callSigned({ ...endpoint.client, secretAccessKey: 'other' }, GET_CALLER_IDENTITY), { statusCode: 403, type: 'Sender', code: 'SignatureDoesNotMatch', message: expect.stringContaining('does not match the signature you provided') }],
    ['no signature', () => sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, 'content-type': 'application/x-www-form-urlencoded' }, GET_CALLER_IDENTITY.body)), { statusCode: 403, type: 'Sender', code: 'MissingAuthenticationToken', message: 'Missing Authentication Token' }],
    ['another action', () => call({ ...GET_CALLER_IDENTITY, body: 'Action=Evil&Version=2011-06-15' }), { statusCode: 400, type: 'Sender', code: 'InvalidAction', message: 'Could not find operation Evil for version 2011-06-15' }],
    ['an action that is markup', () => call({ ...GET_CALLER_IDENTITY, body: 'Action=%3Cx%3E&Version=2011-06-15' }), { statusCode: 400, type: 'Sender', code: 'InvalidAction', message: 'Could not find operation  for version 2011-06-15' }],
    ['another version', () => call({ ...GET_CALLER_IDENTITY, body: 'Action=GetCallerIdentity&Version=2010-01-01' }), { statusCode: 400, type: 'Sender', code: 'InvalidAction', message: 'Could not find operation GetCallerIdentity for version 2011-06-15' }],
    ['a parameter twice', () => call({ ...GET_CALLER_IDENTITY, body: `${GET_CALLER_IDENTITY.body}&Action=Evil` }), { statusCode: 400, type: 'Sender', code: 'MalformedInput', message: 'The request has the same parameter twice.' }],
    ['1,001 parameters', () => call({ ...GET_CALLER_IDENTITY, body: `${GET_CALLER_IDENTITY.body}${'&a=b'.repeat(999)}` }), { statusCode: 400, type: 'Sender', code: 'MalformedInput', message: 'The request has more than 1000 parameters.' }],
    ['a region that is markup', () => callSigned({ ...endpoint.client, region: '<x>&' }, GET_CALLER_IDENTITY), { statusCode: 403, type: 'Sender', code: 'SignatureDoesNotMatch', message: "Credential should be scoped to a valid Region, not '&lt;x&gt;&amp;'. " }],
  ])('%s', async (_name, send, expected) => {
    expect(error(await send())).toEqual(expected)
  })

  test('a sealed vault', async () => {
    engine.state = 'sealed'
    expect(error(await call(GET_CALLER_IDENTITY))).toEqual({ statusCode: 503, type: 'Receiver', code: 'VaultLocked', message: expect.stringContaining('sealed') })
  })

  test('__proto__ as a parameter changes no object', async () => {
    await call({ ...GET_CALLER_IDENTITY, body: `${GET_CALLER_IDENTITY.body}&__proto__=x&constructor=y` })
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })
})

describe('a sealed vault', () => {
  const targets = ['GetSecretValue', 'CreateSecret', 'ListSecrets', 'DeleteSecret', 'EvilWords'].map((name) => `secretsmanager.${name}`).concat('TrentService.CreateKey', 'None.None')

  test('answers all operations, names and signatures alike: 503 VaultLocked and the way to unseal it', async () => {
    engine.state = 'sealed'
    const bodies = new Set<string>()
    for (const target of targets) {
      for (const body of ['{"SecretId":"present"}', '{"SecretId":"absent"}', 'no json']) {
        for (const secretAccessKey of [endpoint.client.secretAccessKey, 'other']) {
          const answer = await callSigned({ ...endpoint.client, secretAccessKey }, { target, body })
          expect(answer.statusCode).toBe(503)
          bodies.add(answer.body)
        }
      }
    }
    expect([...bodies].map((body) => JSON.parse(body) as unknown)).toEqual([
      {
        __type: 'VaultLocked',
        message:
          'The Coffer vault is sealed, so no secret can be read. Unlock it in the Coffer window, or start `coffer serve` with COFFER_PASSPHRASE or --passphrase-file, and try again.',
      },
    ])
    expect(engine.calls).toEqual([])
  })

  test('still turns browsers away first', async () => {
    engine.state = 'sealed'
    const answer = await sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, origin: 'https://evil.example' }, ''))
    expect({ statusCode: answer.statusCode, body: answer.body }).toEqual({ statusCode: 403, body: '' })
  })

  test('that does not exist yet says so', async () => {
    engine.state = 'absent'
    const answer = await call({ target: 'secretsmanager.GetSecretValue', body: '{}' })
    expect({ statusCode: answer.statusCode, type: JSON.parse(answer.body).__type }).toEqual({ statusCode: 503, type: 'VaultAbsent' })
  })
})

test('Date tells the endpoint\'s clock, from which SDKs correct theirs', async () => {
  endpoint.clock.offsetMs = -3_600_000
  const answer = await call({ target: 'secretsmanager.GetSecretValue', body: '{}' })
  endpoint.clock.offsetMs = 0
  expect(JSON.parse(answer.body).message).toMatch(/^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z \(\d{8}T\d{6}Z \+ 5 min\.\)$/)
  expect(Math.abs(Date.parse(answer.headers['date'] ?? '') - (Date.now() - 3_600_000))).toBeLessThan(5_000)
})

test('a canary in any part of a refused request never comes back, nor gets into the log or the record', async () => {
  const canary = 'canary-7f3a'
  const answers = await Promise.all([
    ...['secretsmanager.CreateSecret', 'secretsmanager.EvilWords', 'TrentService.CreateKey'].flatMap((target) => [
      callSigned({ ...endpoint.client, secretAccessKey: 'other' }, { target, body: `{"SecretString":"${canary}"}` }),
      call({ target, body: `{"SecretString":"${canary}"` }),
      call({ target, body: `{"SecretString":"${canary}","${canary}":1,"${canary}":2}` }),
      call({ target, body: `{"SecretString":"${canary}","__proto__":1}` }),
      call({ target, body: `["${canary}"]` }),
    ]),
    sendOnce(endpoint.port, requestBytes({ host: canary }, canary)),
    sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, authorization: `Basic ${canary}`, 'content-type': 'application/x-amz-json-1.1' }, canary)),
    sendOnce(endpoint.port, requestBytes({ host: `127.0.0.1:${endpoint.port}`, 'content-type': canary }, canary)),
  ])
  expect(answers.every(({ statusCode }) => statusCode >= 400)).toBe(true)
  expect(JSON.stringify([answers, endpoint.log.lines, engine.refusals])).not.toContain(canary)
})
