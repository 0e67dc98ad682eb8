import fc from 'fast-check'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Logger } from '../../../electron/engine/host.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { versionId } from '../secretsmanager/secrets.ts'

/** Grows with every error and log line of this file; no canary may be in it. */
const said: string[] = []
const note = (message: string, facts?: unknown) => void said.push(`${message} ${inspect(facts, { depth: 9 })}`)
const log: Logger = { debug: note, info: note, warn: note, error: note }

const CANARY = 'canary-redact-5e1f'
const FORMS = [CANARY, Buffer.from(CANARY).toString('base64').slice(0, 20), Buffer.from(CANARY).toString('hex'), encodeURIComponent(CANARY)]
let vault: TestVault

beforeAll(async () => {
  vault = await openTestVault({ host: { log } })
  await vault.call('secretsmanager:CreateSecret', { Name: 'text', SecretString: `${CANARY}-stored`, ClientRequestToken: versionId(1) })
  await vault.call('secretsmanager:CreateSecret', { Name: 'deleted', SecretString: `${CANARY}-stored`, ClientRequestToken: versionId(1) })
  await vault.call('secretsmanager:DeleteSecret', { SecretId: 'deleted' })
})
afterAll(() => vault.close())

/** Runs a call that may fail and notes all that an error shows to a door or a log. */
async function attempt(operation: string, input: unknown): Promise<'answered' | 'failed'> {
  try {
    await vault.callRaw(operation, input)
    return 'answered'
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    said.push(error.message, String(error), JSON.stringify(error), JSON.stringify(error.details ?? {}), error.stack ?? '')
    return 'failed'
  }
}

function leaks(): string[] {
  return said.filter((text) => FORMS.some((form) => text.includes(form))).map((text) => text.slice(0, 200))
}

const secretText = fc.constantFrom(`${CANARY}-1`, `${CANARY}-${'x'.repeat(66_000)}`, '', `{"password":"${CANARY}"`, `${CANARY}\u0000`)
const secretMember = fc.oneof(
  fc.record({ SecretString: secretText }),
  fc.record({ SecretBinary: secretText.map((text) => Buffer.from(text).toString('base64')) }),
  fc.record({ SecretBinary: secretText }),
  fc.record({ SecretString: secretText, SecretBinary: fc.constant('AAEC') }),
  fc.record({ SecretString: fc.constantFrom([CANARY], { [CANARY]: CANARY }, 5, null, true) }),
)
const wrong = fc.record(
  {
    ClientRequestToken: fc.constantFrom(versionId(1), versionId(2), 'short', 7),
    Description: fc.constantFrom('d', 'd'.repeat(3000), 5),
    KmsKeyId: fc.constantFrom('fake', 'alias/none', '0d990263-018e-4e65-a703-eff731de951e', ''),
    VersionStages: fc.constantFrom(['A'], [], [''], 'A'),
    RotationToken: fc.constantFrom(CANARY, `${CANARY}-${'x'.repeat(40)}`, 9),
    Tags: fc.constantFrom([{ Key: 'aws:x', Value: 'v' }], 'x', [{}]),
  },
  { requiredKeys: [] },
)
const name = fc.constantFrom('text', 'deleted', 'none', 'no name', '', 9)
const operation = fc.constantFrom('CreateSecret', 'PutSecretValue', 'UpdateSecret')

test('hundreds of failing writes and reads: no error and no log line holds a value', async () => {
  let failures = 0
  await fc.assert(
    fc.asyncProperty(operation, name, secretMember, wrong, async (kind, id, secret, other) => {
      const outcome = await attempt(`secretsmanager:${kind}`, { [kind === 'CreateSecret' ? 'Name' : 'SecretId']: id, ...other, ...secret })
      if (outcome === 'failed') failures += 1
      expect(leaks()).toEqual([])
      said.length = 0
    }),
    { numRuns: 500 },
  )
  expect(failures).toBeGreaterThan(300)
})

test('a fault inside that quotes a value is logged by its kind and place only', async () => {
  const region = vault.vault.regions.get(REGION)
  if (region === undefined) throw new Error('the region is open')
  const { values } = region.store
  const put = values.put.bind(values)
  const get = values.get.bind(values)
  values.put = () => {
    throw new TypeError(`cannot store ${CANARY}`)
  }
  values.get = () => {
    throw new RangeError(`cannot read ${CANARY}`)
  }
  const outcomes = [await attempt('secretsmanager:PutSecretValue', { SecretId: 'text', SecretString: CANARY, ClientRequestToken: versionId(5) }), await attempt('secretsmanager:GetSecretValue', { SecretId: 'text' })]
  values.put = put
  values.get = get
  expect(outcomes).toEqual(['failed', 'failed'])
  expect(said.some((line) => line.includes('A call failed inside') && line.includes('TypeError'))).toBe(true)
  expect(leaks()).toEqual([])
})

test('imports and exports that fail quote nothing of what they hold', async () => {
  const texts = [`KEY=${CANARY}\n${CANARY} without equals\n="${CANARY}`, `{"key":"${CANARY}", broken`, `key: "${CANARY}\n - x`, `name,value\n"${CANARY}`, `[default]\n${CANARY}`]
  for (const Text of texts) {
    for (const Format of ['auto', 'env', 'json', 'yaml', 'csv', 'aws-credentials']) {
      const plan = await vault.call('workbench:PlanImport', { Format: Format as 'auto', Text, Name: 'imported' }).catch((thrown: unknown) => {
        said.push(ServiceError.from(thrown).message)
        return null
      })
      said.push(JSON.stringify(plan?.Problems ?? []), ...(plan?.Entries.map((entry) => entry.Problem ?? '') ?? []))
    }
  }
  const exporting = vault.call('workbench:ExportSecrets', { SecretIds: ['text'], Format: 'json', Path: '/nowhere/at/all.json' })
  said.push((await refusalOf(exporting)).message)
  expect(said.length).toBeGreaterThan(30)
  expect(leaks()).toEqual([])
})
