import { describe, expect, test } from 'vitest'
import { version } from './support/fixtures.ts'
import { refusedWith, sharedWire } from './support/wire.ts'

/** What a ClientRequestToken does. Source: API_CreateSecret, API_PutSecretValue and API_UpdateSecret, "ClientRequestToken". */
const wire = sharedWire()
let serial = 0

type Value = Readonly<{ SecretString: string } | { SecretBinary: string }>
const ONE: Value = { SecretString: 'one' }
const SAME_BYTES: Value = { SecretBinary: Buffer.from('one').toString('base64') }
const OTHER: Value = { SecretString: 'two' }
const TAKEN = version(1)
const NEW = version(2)

type Outcome = 'the same answer' | 'a new version' | 'token in use' | 'name in use'
const ROWS: readonly (readonly [operation: 'CreateSecret' | 'PutSecretValue' | 'UpdateSecret', token: string, value: string, given: object, outcome: Outcome])[] = [
  ['CreateSecret', 'a new token', 'the same value', { ClientRequestToken: NEW, ...ONE }, 'name in use'],
  ['CreateSecret', 'the token of its version', 'the same value', { ClientRequestToken: TAKEN, ...ONE }, 'the same answer'],
  ['CreateSecret', 'the token of its version', 'the same value and other members', { ClientRequestToken: TAKEN, ...ONE, Description: 'other' }, 'the same answer'],
  ['CreateSecret', 'the token of its version', 'another value', { ClientRequestToken: TAKEN, ...OTHER }, 'token in use'],
  ['CreateSecret', 'the token of its version', 'the same bytes as another kind', { ClientRequestToken: TAKEN, ...SAME_BYTES }, 'token in use'],
  ['CreateSecret', 'the token of its version', 'no value', { ClientRequestToken: TAKEN }, 'name in use'],
  ['PutSecretValue', 'a new token', 'the same value', { ClientRequestToken: NEW, ...ONE }, 'a new version'],
  ['PutSecretValue', 'a new token', 'another value', { ClientRequestToken: NEW, ...OTHER }, 'a new version'],
  ['PutSecretValue', 'the token of its version', 'the same value', { ClientRequestToken: TAKEN, ...ONE }, 'the same answer'],
  ['PutSecretValue', 'the token of its version', 'the same value and other labels', { ClientRequestToken: TAKEN, ...ONE, VersionStages: ['X'] }, 'the same answer'],
  ['PutSecretValue', 'the token of its version', 'another value', { ClientRequestToken: TAKEN, ...OTHER }, 'token in use'],
  ['PutSecretValue', 'the token of its version', 'the same bytes as another kind', { ClientRequestToken: TAKEN, ...SAME_BYTES }, 'token in use'],
  ['UpdateSecret', 'a new token', 'the same value', { ClientRequestToken: NEW, ...ONE }, 'a new version'],
  ['UpdateSecret', 'a new token', 'another value', { ClientRequestToken: NEW, ...OTHER }, 'a new version'],
  ['UpdateSecret', 'the token of its version', 'the same value', { ClientRequestToken: TAKEN, ...ONE }, 'the same answer'],
  ['UpdateSecret', 'the token of its version', 'another value', { ClientRequestToken: TAKEN, ...OTHER }, 'token in use'],
  ['UpdateSecret', 'the token of its version', 'the same bytes as another kind', { ClientRequestToken: TAKEN, ...SAME_BYTES }, 'token in use'],
]

describe('a secret with one version', () => {
  test.each(ROWS)('%s with %s and %s', async (operation, _token, _value, given, outcome) => {
    serial += 1
    const Name = `token/${serial}`
    const made = await wire.answered('secretsmanager:CreateSecret', { Name, ClientRequestToken: TAKEN, ...ONE })
    const before = await wire.answered('secretsmanager:DescribeSecret', { SecretId: Name })
    const { status, body } = await wire.call(`secretsmanager:${operation}`, operation === 'CreateSecret' ? { Name, ...given } : { SecretId: Name, ...given })
    const after = await wire.answered('secretsmanager:DescribeSecret', { SecretId: Name })
    switch (outcome) {
      case 'a new version':
        expect({ status, body }).toMatchObject({ status: 200, body: { ARN: made['ARN'], Name, VersionId: NEW } })
        expect(after['VersionIdsToStages']).toEqual({ [TAKEN]: ['AWSPREVIOUS'], [NEW]: ['AWSCURRENT'] })
        return
      case 'the same answer':
        expect({ status, body }).toMatchObject({ status: 200, body: made })
        break
      case 'token in use':
        expect({ status, body }).toEqual(refusedWith('ResourceExistsException', `You can't use ClientRequestToken ${TAKEN} because that value is already in use for a version of secret ${made['ARN']}.`))
        break
      case 'name in use':
        expect({ status, body }).toEqual(refusedWith('ResourceExistsException', `The operation failed because the secret ${Name} already exists.`))
        break
    }
    expect(after).toEqual(before)
  })
})

test('a token that is left out is filled in by an SDK; the bare API asks for it', async () => {
  const missing = refusedWith('InvalidRequestException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.')
  for (const [operation, input] of [['CreateSecret', { Name: 'none' }], ['PutSecretValue', { SecretId: 'none' }], ['UpdateSecret', { SecretId: 'none' }]] as const) {
    const { status, body } = await wire.call(`secretsmanager:${operation}`, { ...input, ...ONE })
    expect({ operation, status, body }).toEqual({ operation, ...missing })
  }
})
