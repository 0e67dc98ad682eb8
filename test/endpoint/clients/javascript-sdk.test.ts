import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient, TagResourceCommand } from '@aws-sdk/client-secrets-manager'
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ACCESS_KEY_ID, ACCOUNT_ID, SECRET_ACCESS_KEY, userPrincipal } from '../support/fake-engine.ts'
import { startTestEndpoint } from '../support/start-test-endpoint.ts'

const endpoint = await startTestEndpoint()

afterAll(() => endpoint.close())

beforeEach(() => {
  endpoint.engine.state = 'unsealed'
  endpoint.engine.respond = null
  endpoint.clock.offsetMs = 0
})

const settings = (changes: { readonly secretAccessKey?: string; readonly sessionToken?: string; readonly accessKeyId?: string; readonly region?: string } = {}) => ({
  region: changes.region ?? 'us-east-1',
  endpoint: `http://127.0.0.1:${endpoint.port}`,
  credentials: {
    accessKeyId: changes.accessKeyId ?? ACCESS_KEY_ID,
    secretAccessKey: changes.secretAccessKey ?? SECRET_ACCESS_KEY,
    ...(changes.sessionToken === undefined ? {} : { sessionToken: changes.sessionToken }),
  },
})

describe('the JavaScript SDK v3', () => {
  test('writes and reads a secret', async () => {
    const client = new SecretsManagerClient(settings({ region: 'eu-west-1' }))
    const created = await client.send(new CreateSecretCommand({ Name: 'app/db', SecretString: 'é€😀 "quoted"' }))
    expect(created.ARN).toBe(`arn:aws:secretsmanager:eu-west-1:${ACCOUNT_ID}:secret:app/db-Ab12Cd`)
    const { $metadata, ...read } = await client.send(new GetSecretValueCommand({ SecretId: 'app/db' }))
    expect(read).toEqual({
      ARN: created.ARN,
      Name: 'app/db',
      VersionId: created.VersionId,
      SecretString: 'é€😀 "quoted"',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date(1_523_477_145_713),
    })
    expect($metadata.requestId).toBe(endpoint.engine.calls.at(-1)?.caller.requestId)
    client.destroy()
  })

  test('takes the empty answer of an operation without output', async () => {
    const client = new SecretsManagerClient(settings())
    const { $metadata } = await client.send(new TagResourceCommand({ SecretId: 'a', Tags: [{ Key: 'k', Value: 'v' }] }))
    expect($metadata.httpStatusCode).toBe(200)
    client.destroy()
  })

  test('knows the errors of both services', async () => {
    const secrets = new SecretsManagerClient(settings())
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'absent' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
      $fault: 'client',
      $metadata: { httpStatusCode: 400, attempts: 1 },
    })
    const keys = new KMSClient(settings())
    await expect(keys.send(new DescribeKeyCommand({ KeyId: 'k' }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Key 'arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/k' does not exist`,
    })
    secrets.destroy()
    keys.destroy()
  })

  test('learns who it is from STS, and why not', async () => {
    const client = new STSClient(settings())
    const { $metadata, ...identity } = await client.send(new GetCallerIdentityCommand({}))
    expect(identity).toEqual({ UserId: 'AIDACKCEVSQ6C2EXAMPLE', Account: ACCOUNT_ID, Arn: `arn:aws:iam::${ACCOUNT_ID}:user/alice` })
    expect($metadata.httpStatusCode).toBe(200)
    client.destroy()
    const stranger = new STSClient(settings({ secretAccessKey: 'other' }))
    await expect(stranger.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } })
    stranger.destroy()
  })

  test('is refused with a wrong secret, an unknown key and a stale session alike AWS', async () => {
    endpoint.engine.accessKeys.set('ASIATEMPORARY', { secretAccessKey: 's', sessionToken: 'token', expiresAtMs: Date.now() - 1, principal: userPrincipal('bob') })
    const attempt = async (changes: Parameters<typeof settings>[0]): Promise<unknown> => {
      const client = new SecretsManagerClient(settings(changes))
      const outcome = await client.send(new GetSecretValueCommand({ SecretId: 'a' })).catch((error: Error) => error.name)
      client.destroy()
      return outcome
    }
    expect(await attempt({ secretAccessKey: 'other' })).toBe('InvalidSignatureException')
    expect(await attempt({ accessKeyId: 'AKIAUNKNOWN' })).toBe('InvalidSignatureException')
    expect(await attempt({ accessKeyId: 'ASIATEMPORARY', secretAccessKey: 's', sessionToken: 'token' })).toBe('ExpiredTokenException')
    expect(await attempt({ accessKeyId: 'ASIATEMPORARY', secretAccessKey: 's', sessionToken: 'other' })).toBe('UnrecognizedClientException')
  })

  test('sets its clock right after a skew error and tries again', async () => {
    endpoint.clock.offsetMs = 3_600_000
    const client = new SecretsManagerClient(settings())
    const { $metadata } = await client.send(new TagResourceCommand({ SecretId: 'a', Tags: [] }))
    expect($metadata.httpStatusCode).toBe(200)
    expect($metadata.attempts).toBe(2)
    client.destroy()
  })

  test('gives up on a sealed vault within a second, after three tries', async () => {
    endpoint.engine.state = 'sealed'
    const client = new SecretsManagerClient(settings())
    const startedMs = performance.now()
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'a' }))).rejects.toMatchObject({
      name: 'VaultLocked',
      message: expect.stringContaining('Unlock it in the Coffer window'),
      $metadata: { httpStatusCode: 503, attempts: 3 },
    })
    expect(performance.now() - startedMs).toBeLessThan(1_000)
    client.destroy()
  })

  test('reads on through more requests than one connection takes', async () => {
    endpoint.engine.respond = () => ({ SecretString: 'v' })
    const client = new SecretsManagerClient(settings())
    for (let batch = 0; batch < 30; batch++) {
      await Promise.all(Array.from({ length: 40 }, () => client.send(new GetSecretValueCommand({ SecretId: 'a' }))))
    }
    const sequential = new SecretsManagerClient({ ...settings(), maxAttempts: 1 })
    for (let index = 0; index < 1_100; index++) await sequential.send(new GetSecretValueCommand({ SecretId: 'a' }))
    expect((await sequential.send(new GetSecretValueCommand({ SecretId: 'a' }))).SecretString).toBe('v')
    client.destroy()
    sequential.destroy()
  })
})
