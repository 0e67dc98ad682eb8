import * as secretsManager from '@aws-sdk/client-secrets-manager'
import * as kms from '@aws-sdk/client-kms'
import { callCore } from '../../electron/cli/socket-client.ts'
import { ServiceError } from '../../shared/errors.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { TEST_ACCOUNT, TEST_REGION, type TestCore } from './test-core.ts'

/** One way in: the same call and the same answer, whatever the door. */
export interface TestDoor {
  readonly name: 'window' | 'endpoint' | 'cli'
  call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>>
}

export const DOOR_NAMES = ['window', 'endpoint', 'cli'] as const

/** Opens a door on a core whose vault is unsealed. */
export async function openDoor(name: TestDoor['name'], test: TestCore): Promise<TestDoor> {
  if (name === 'window') return { name, call: test.call }
  if (name === 'cli') return { name, call: (operation, input) => callCore(test.address, operation, input, { accountId: TEST_ACCOUNT, region: TEST_REGION }) }
  return { name, call: await openEndpointDoor(test) }
}

export interface EndpointAccess {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

/** Switches the endpoint on and makes a user with full access for it. */
export async function endpointAccess(test: TestCore, userName = `user-${Math.floor(performance.now() * 1000)}`): Promise<EndpointAccess> {
  const { Url } = await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  if (Url === undefined) throw new Error('the endpoint did not start')
  await test.call('workbench:CreateUser', { UserName: userName })
  const { AccessKey, SecretAccessKey } = await test.call('workbench:CreateAccessKey', { UserName: userName })
  return { endpoint: Url, region: TEST_REGION, credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey } }
}

/** The JavaScript SDK, unmodified, behind the door's interface: blobs and dates turned back into their wire form. */
async function openEndpointDoor(test: TestCore): Promise<TestDoor['call']> {
  const access = await endpointAccess(test)
  const options = { ...access, maxAttempts: 1 }
  const clients = { secretsmanager: new secretsManager.SecretsManagerClient(options), kms: new kms.KMSClient(options) }
  const call = async (operation: string, input: object): Promise<unknown> => {
    const [service, action] = operation.split(':') as ['secretsmanager' | 'kms', string]
    const commands = (service === 'kms' ? kms : secretsManager) as unknown as Record<string, new (input: object) => never>
    const Command = commands[`${action}Command`]
    if (Command === undefined) throw new Error(`the SDK has no ${operation}`)
    try {
      const { $metadata: _metadata, ...output } = await (clients[service] as { send(command: never): Promise<Record<string, unknown>> }).send(new Command(toSdk(input) as object))
      return Object.keys(output).length === 0 ? undefined : toWire(output)
    } catch (thrown) {
      const error = thrown as { name: string; message: string; $metadata?: { httpStatusCode?: number } }
      if (error.$metadata?.httpStatusCode === undefined) throw thrown
      throw new ServiceError(error.name, error.message, { statusCode: error.$metadata.httpStatusCode })
    }
  }
  return (operation, input) => call(operation, input) as Promise<never>
}

function toSdk(value: unknown, key = ''): unknown {
  if (key === 'SecretBinary' && typeof value === 'string') return Buffer.from(value, 'base64')
  if (Array.isArray(value)) return value.map((item) => toSdk(item))
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toSdk(member, name)]))
  return value
}

function toWire(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toWire)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined).map(([name, member]) => [name, toWire(member)]))
  }
  return value
}
