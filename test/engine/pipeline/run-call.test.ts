import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../electron/engine/caller.ts'
import { runCall } from '../../../electron/engine/pipeline.ts'
import type { VaultKeeper } from '../../../electron/engine/vault-keeper.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'

const vault = sharedVault()
const caller = (more: Partial<Caller> = {}): Caller => ({ door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: 'request-1', ...more })
const keeper = (state: 'absent' | 'sealed' | 'unsealed'): VaultKeeper => ({ state: () => state, vault: () => (state === 'unsealed' ? vault.vault : null) }) as unknown as VaultKeeper
const run = (operation: string, input: unknown, more: Partial<Caller> = {}, state: 'absent' | 'sealed' | 'unsealed' = 'unsealed') =>
  runCall({ host: vault.host, keeper: keeper(state) }, caller(more), operation, input)

describe('which operations', () => {
  const UNKNOWN = refusal('UnknownOperationException', 'The operation is not known here.')
  test.each(['', 'secretsmanager', 'secretsmanager:', 'secretsmanager:getSecretValue', 'secretsmanager:RotateEverything', 'kms:toString', '__proto__', 'constructor'])('%j is unknown', async (operation) => {
    expect(await refusalOf(run(operation, {}))).toEqual(UNKNOWN)
  })

  test('workbench operations are unknown at the endpoint, known at window and command line', async () => {
    expect(await refusalOf(run('workbench:ListUsers', {}, { door: 'endpoint' }))).toEqual(UNKNOWN)
    expect([await run('workbench:ListUsers', {}), await run('workbench:ListUsers', {}, { door: 'cli' })]).toEqual([{ Users: [] }, { Users: [] }])
  })
})

describe('without an unsealed vault', () => {
  test.each([
    ['absent', refusal('VaultAbsent', 'There is no vault here yet. Create one in Coffer first.', 503)],
    ['sealed', refusal('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.', 503)],
  ] as const)('%s: every operation on its contents says so, whatever the input', async (state, expected) => {
    for (const [operation, input] of [['secretsmanager:GetSecretValue', { SecretId: 'a' }], ['kms:ListKeys', 'not an object'], ['workbench:ListUsers', {}], ['secretsmanager:CreateSecret', null]] as const) {
      expect(await refusalOf(run(operation, input, {}, state))).toEqual(expected)
    }
  })
})

describe('Regions', () => {
  test('a Region that the vault does not have is named with those that it has', async () => {
    expect(await refusalOf(run('secretsmanager:ListSecrets', {}, { region: 'mars-north-1' }))).toEqual(
      refusal('InvalidRequestException', 'mars-north-1 is not a region of AWS that this vault can have. Its regions: us-east-1.'),
    )
  })
})

describe('ClientRequestToken', () => {
  test.each([
    ['window', true],
    ['cli', true],
    ['scheduler', true],
    ['endpoint', false],
  ] as const)('%s: a missing one is filled in: %s', async (door, isFilled) => {
    const call = run('secretsmanager:CreateSecret', { Name: `token/${door}`, SecretString: 'v' }, { door })
    if (isFilled) expect(await call).toMatchObject({ VersionId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    else expect((await refusalOf(call)).code).toBe('InvalidRequestException')
  })
})

describe('a write that fails', () => {
  test('leaves nothing, on disk and in memory, and is on record as failed', async () => {
    const region = vault.vault.regions.get(REGION)
    if (region === undefined) throw new Error('the region is open')
    const put = region.secrets.rows.put.bind(region.secrets.rows)
    const epoch = region.store.epoch
    region.secrets.rows.put = (row) => {
      put(row)
      throw new Error('canary: a fault after the row was written')
    }
    const refused = await refusalOf(run('secretsmanager:CreateSecret', { Name: 'fault', SecretString: 'v' }))
    region.secrets.rows.put = put
    expect(refused).toEqual(refusal('InternalServiceError', 'An internal error occurred. Nothing was changed; see the log for the cause.', 500))
    expect(region.store.epoch).toBe(epoch)
    expect((await refusalOf(run('secretsmanager:DescribeSecret', { SecretId: 'fault' }))).code).toBe('ResourceNotFoundException')
    const [, record] = await vault.vault.audit.recent({ limit: 2 })
    expect(record).toMatchObject({ operation: 'secretsmanager:CreateSecret', phase: 'result', outcome: 'failed', errorCode: 'InternalServiceError' })
    expect(await run('secretsmanager:CreateSecret', { Name: 'fault', SecretString: 'v' })).toMatchObject({ Name: 'fault' })
  })
})

describe('calls at once', () => {
  test('of one name are decided one after the other: one creates, the others find it taken', async () => {
    const calls = Array.from({ length: 20 }, (_, number) => run('secretsmanager:CreateSecret', { Name: 'race', SecretString: `v${number}` }).then(() => 'made', (error: { code: string }) => error.code))
    const outcomes = await Promise.all(calls)
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'ResourceExistsException'), 'made'])
  })

  test('on one secret lose no version', async () => {
    await run('secretsmanager:CreateSecret', { Name: 'race/put', SecretString: 'v' })
    await Promise.all(Array.from({ length: 20 }, (_, number) => run('secretsmanager:PutSecretValue', { SecretId: 'race/put', SecretString: `v${number}` })))
    const { Versions } = await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'race/put', IncludeDeprecated: true })
    expect(Versions).toHaveLength(21)
    expect(Versions.flatMap((version) => version.VersionStages ?? []).toSorted()).toEqual(['AWSCURRENT', 'AWSPREVIOUS'])
  })
})
