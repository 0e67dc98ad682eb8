import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalOf } from '../support/refusal.ts'
import { openTestCore, startTestCore, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

const EU = 'eu-west-1'
const THIRD = 'eu-north-1'
const SECRETS = 8

let template: VaultTemplate
let scratch: string
beforeAll(async () => {
  template = await makeVaultTemplate()
  scratch = mkdtempSync(join(tmpdir(), 'coffer-drill-'))
}, 120_000)
afterAll(() => {
  template.remove()
  rmSync(scratch, { recursive: true, force: true })
})

const nameOf = (number: number): string => `prod/service-${number}`

/** Waits until every replica has everything; one that fails ends the test. */
async function delivered(core: TestCore): Promise<void> {
  for (;;) {
    const { Replicas } = await core.call('workbench:ListReplication', {})
    expect(Replicas.filter(({ Status }) => Status === 'Failed')).toEqual([])
    if (Replicas.every(({ Status }) => Status === 'InSync')) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('the recovery drill: with a replica’s file and the recovery code alone, everything replicated is read, written and replicated on', { timeout: 60_000 }, async () => {
  const stick = join(scratch, 'stick')
  mkdirSync(stick)

  // Before: a vault whose second region lies on a stick.
  const first = await openTestCore(template.copy())
  await first.call('workbench:AddRegion', { Region: EU, Path: stick })
  for (let number = 0; number < SECRETS; number++) {
    await first.call('secretsmanager:CreateSecret', { Name: nameOf(number), SecretString: `first ${number}`, AddReplicaRegions: [{ Region: EU }] })
    await first.call('secretsmanager:PutSecretValue', { SecretId: nameOf(number), SecretString: `second ${number}` })
  }
  await first.call('secretsmanager:CreateSecret', { Name: 'only/here', SecretString: 'v' })
  await delivered(first)
  expect(await first.call('workbench:ReportRegionLoss', { Region: TEST_REGION })).toMatchObject({ Home: true, SurvivingCount: SECRETS, StaleCount: 0, LostCount: 1 })
  await first.close()
  const backFromRepair = join(scratch, 'back-from-repair')
  cpSync(join(first.folder, 'regions'), backFromRepair, { recursive: true })

  // The loss.
  rmSync(first.folder, { recursive: true })

  // Another machine: an empty folder, the stick, the recovery code.
  const machine = join(scratch, 'machine')
  const second = await startTestCore({ folder: machine })
  expect(await second.call('workbench:AttachRegion', { Path: join(stick, `${EU}.db`) })).toEqual({ Region: EU, Place: join(stick, `${EU}.db`), State: 'sealed' })
  const recovery = { Method: 'recovery', RecoveryCode: template.recoveryCode } as const
  expect(await refusalOf(second.call('workbench:Unlock', recovery))).toMatchObject({ code: 'VaultFileMissing', message: expect.stringContaining(`go on with ${EU}`) })
  await second.call('workbench:Unlock', { ...recovery, NewHomeRegion: EU })
  for (let number = 0; number < SECRETS; number++) {
    expect((await second.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: nameOf(number) })).SecretString).toBe(`second ${number}`)
    expect((await second.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: nameOf(number), VersionStage: 'AWSPREVIOUS' })).SecretString).toBe(`first ${number}`)
  }
  expect((await refusalOf(second.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: nameOf(0), SecretString: 'x' }))).message).toContain('Operation not permitted on a replica secret.')
  expect((await refusalOf(second.callIn(TEST_REGION, 'secretsmanager:ListSecrets', {}))).code).toBe('VaultFileMissing')
  expect((await second.callIn(EU, 'workbench:PromoteRegion', { Region: EU, PrimaryRegion: TEST_REGION })).PromotedCount).toBe(SECRETS)
  expect((await second.callIn(EU, 'workbench:PromoteRegion', { Region: EU })).PromotedCount).toBe(0)

  // Going on: the same access key at the endpoint, a new key, a further replica.
  const { Url: endpoint = '' } = await second.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  const client = new SecretsManagerClient({ endpoint, region: EU, credentials: template.credentials, maxAttempts: 1 })
  await client.send(new PutSecretValueCommand({ SecretId: nameOf(0), SecretString: 'written after the loss' }))
  expect((await client.send(new GetSecretValueCommand({ SecretId: nameOf(0) }))).SecretString).toBe('written after the loss')
  client.destroy()
  await second.callIn(THIRD, 'kms:CreateKey', {})
  await second.callIn(EU, 'secretsmanager:ReplicateSecretToRegions', { SecretId: nameOf(0), AddReplicaRegions: [{ Region: THIRD }] })
  await delivered(second)
  expect((await second.callIn(THIRD, 'secretsmanager:GetSecretValue', { SecretId: nameOf(0) })).SecretString).toBe('written after the loss')

  // The old primary is found again: nothing is taken over silently, and the user chooses.
  await second.call('workbench:AttachRegion', { Region: TEST_REGION, Path: backFromRepair })
  expect((await second.call('workbench:ListRegions', {})).Regions.map(({ Region, Home, State }) => [Region, Home, State])).toEqual([
    [TEST_REGION, false, 'attached'],
    [THIRD, false, 'attached'],
    [EU, true, 'attached'],
  ])
  expect((await second.callIn(TEST_REGION, 'secretsmanager:GetSecretValue', { SecretId: nameOf(0) })).SecretString).toBe('second 0')
  await second.callIn(TEST_REGION, 'secretsmanager:PutSecretValue', { SecretId: nameOf(0), SecretString: 'written at the old home' })
  const { Secrets } = await second.callIn(EU, 'workbench:CompareRegions', { Region: EU, OtherRegion: TEST_REGION, OnlyDifferent: true })
  expect(Secrets.map(({ Name, Relation, Differs, VersionsOnlyHere, VersionsOnlyThere }) => [Name, Relation, Differs, VersionsOnlyHere.length, VersionsOnlyThere.length])).toEqual([
    ['only/here', 'only-there', [], 0, 0],
    [nameOf(0), 'diverged', ['value', 'labels'], 1, 1],
  ])
  const reunited = await second.callIn(EU, 'workbench:ReuniteSecrets', { KeepRegion: EU, OtherRegion: TEST_REGION, SecretIds: [nameOf(0), nameOf(1), 'only/here'] })
  expect(reunited.Secrets.map(({ Result, AddedVersionCount }) => [Result, AddedVersionCount])).toEqual([['reunited', 1], ['reunited', 0], ['refused', 0]])
  await delivered(second)
  for (const region of [EU, TEST_REGION, THIRD]) {
    const { Versions } = await second.callIn(region, 'secretsmanager:ListSecretVersionIds', { SecretId: nameOf(0), IncludeDeprecated: true })
    const values = await Promise.all(Versions.map(async ({ VersionId }) => (await second.callIn(region, 'secretsmanager:GetSecretValue', { SecretId: nameOf(0), VersionId })).SecretString))
    expect([region, values.sort()]).toEqual([region, ['first 0', 'second 0', 'written after the loss', 'written at the old home']])
    expect((await second.callIn(region, 'secretsmanager:GetSecretValue', { SecretId: nameOf(0) })).SecretString).toBe('written after the loss')
  }
  expect(await second.callIn(TEST_REGION, 'secretsmanager:DescribeSecret', { SecretId: nameOf(0) })).toMatchObject({ PrimaryRegion: EU })

  // It opens again by itself, home and all.
  await second.close()
  const third = await openTestCore(machine)
  expect((await third.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: nameOf(0) })).SecretString).toBe('written after the loss')
  await third.close()
  expect(existsSync(join(machine, 'regions', `${EU}.db`))).toBe(false)
})
