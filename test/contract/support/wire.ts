import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { callSigned, type HttpAnswer, type SignedClientOptions } from '../../endpoint/support/signed-client.ts'
import { quickArgon2id } from '../../support/quick-argon2.ts'
import { endpointAccess } from '../../support/doors.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../../support/test-core.ts'

/** What a client of the bare HTTP API sees of one call. */
export interface WireAnswer {
  readonly status: number
  readonly headers: HttpAnswer['headers']
  /** The body as it came. */
  readonly text: string
  /** The body read as JSON; an empty one is undefined. */
  readonly body: Readonly<Record<string, any>> | undefined
}

export interface Wire {
  /** A signed call; `operation` is `secretsmanager:GetSecretValue` or `kms:Encrypt`, `input` is sent as JSON, a text as it is. */
  call(operation: string, input: object | string, region?: string): Promise<WireAnswer>
  /** The same, of a call that must be answered. */
  answered(operation: string, input: object, region?: string): Promise<Readonly<Record<string, any>>>
}

const TARGETS: Readonly<Record<string, string>> = { secretsmanager: 'secretsmanager', kms: 'TrentService' }

/** The whole core with an endpoint on a free port, for the tests of one file; its user may do everything. */
export function sharedWire(): Wire {
  let core: TestCore | null = null
  let client: SignedClientOptions | null = null
  beforeAll(async () => {
    core = await startTestCore({ overrides: { argon2id: quickArgon2id, passphraseStrength: async () => ({ score: 4, suggestions: [] }) } })
    await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    const { endpoint, credentials } = await endpointAccess(core)
    client = { port: Number(new URL(endpoint).port), region: TEST_REGION, ...credentials }
  })
  afterAll(() => core?.close())
  const wire: Wire = {
    async call(operation, input, region = TEST_REGION) {
      if (client === null) throw new Error('The endpoint is open while tests run')
      const [service = '', name = ''] = operation.split(':')
      // The same call twice within a second has two signatures only when something else of it differs, as SDKs see to.
      const { statusCode, headers, body } = await callSigned({ ...client, region }, {
        target: `${TARGETS[service] ?? service}.${name}`,
        body: typeof input === 'string' ? input : JSON.stringify(input),
        headers: { 'amz-sdk-invocation-id': randomUUID() },
      })
      return { status: statusCode, headers, text: body, body: body === '' ? undefined : (JSON.parse(body) as Record<string, unknown>) }
    },
    async answered(operation, input, region) {
      const { status, text, body } = await wire.call(operation, input, region)
      if (status !== 200) throw new Error(`${operation} was refused: ${text}`)
      return body ?? {}
    },
  }
  return wire
}

/** A refusal as it must come over the wire: the errors of a service's model have the text under the service's own member. */
export function refusedWith(code: string, message: string, member: 'Message' | 'message' = 'Message'): { readonly status: number; readonly body: object } {
  return { status: 400, body: message === '' ? { __type: code } : { __type: code, [member]: message } }
}

/** A failed constraint as it comes over the wire; it is in no service's model, so its text is under `message`. */
export function constraintFailed(value: string | null | undefined, path: string, rule: string): { readonly status: number; readonly body: object } {
  const shown = value === undefined ? 'Value' : value === null ? 'Value null' : `Value '${value}'`
  return refusedWith('ValidationException', `1 validation error detected: ${shown} at '${path}' failed to satisfy constraint: ${rule}`, 'message')
}
