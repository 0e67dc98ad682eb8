import { cpSync, existsSync, mkdtempSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { storageError } from '../../../electron/engine/storage/storage-error.ts'
import { FakeClock } from '../../support/test-host.ts'
import { ACCOUNT, openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { versionId } from '../secretsmanager/secrets.ts'

/** More runs, or the runs of a failure again: COFFER_PROPERTY_RUNS=5000, COFFER_PROPERTY_SEED=the seed that was printed. */
const RUNS = Number(process.env['COFFER_PROPERTY_RUNS'] ?? 60)
const SEED = process.env['COFFER_PROPERTY_SEED']
const MS_A_RUN = 1_000
const TARGETS = ['eu-west-1', 'ap-south-1'] as const
const SECRETS = 3
const SCRATCH = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

type Step =
  | { readonly do: 'put'; readonly secret: number }
  | { readonly do: 'rollBack'; readonly secret: number }
  | { readonly do: 'wait'; readonly seconds: number }
  | { readonly do: 'part' | 'heal' | 'failNext'; readonly target: number }
  | { readonly do: 'reopen' | 'kill' | 'killBetweenStores' }

const secret = fc.nat({ max: SECRETS - 1 })
const target = fc.nat({ max: TARGETS.length - 1 })
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), secret }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('rollBack' as const), secret }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.constantFrom(0, 1, 30) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('part' as const, 'heal' as const, 'failNext' as const), target }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('reopen' as const, 'kill' as const, 'killBetweenStores' as const) }) },
  ),
  { minLength: 5, maxLength: 40 },
)

/** A vault under test with what was acknowledged: version ids of each secret in order, and which carry AWSCURRENT and AWSPREVIOUS. */
class Replicated {
  readonly acknowledged: string[][] = Array.from({ length: SECRETS }, () => [])
  readonly current: string[] = []
  readonly #rootKey = RootKey.generate()
  readonly #opened: TestVault[] = []
  readonly #away = new Set<string>()
  #versions = 0
  vault!: TestVault

  async open(): Promise<void> {
    this.vault = await openTestVault({ rootKey: this.#rootKey })
    this.#opened.push(this.vault)
    for (let number = 0; number < SECRETS; number++) {
      const ClientRequestToken = this.#nextId()
      await this.vault.call('secretsmanager:CreateSecret', { Name: `s${number}`, ClientRequestToken, SecretString: ClientRequestToken, AddReplicaRegions: TARGETS.map((Region) => ({ Region })) })
      this.acknowledged[number]?.push(ClientRequestToken)
      this.current[number] = ClientRequestToken
    }
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'put': {
        const ClientRequestToken = this.#nextId()
        await this.vault.call('secretsmanager:PutSecretValue', { SecretId: `s${step.secret}`, ClientRequestToken, SecretString: ClientRequestToken })
        this.acknowledged[step.secret]?.push(ClientRequestToken)
        this.current[step.secret] = ClientRequestToken
        return
      }
      case 'rollBack':
        return this.#rollBack(step.secret)
      case 'wait':
        this.vault.clock.advance(step.seconds * 1_000)
        return
      case 'part':
        return this.#part(TARGETS[step.target] as string)
      case 'heal':
        return this.#heal(TARGETS[step.target] as string)
      case 'failNext':
        return this.#failNext(TARGETS[step.target] as string, false)
      case 'reopen':
        await this.#becomes(await this.vault.reopen())
        return
      case 'kill':
        return this.#kill()
      case 'killBetweenStores':
        // The replicas' stores have the change, and the primary's does not know it yet.
        this.#failNext(REGION, true)
        this.vault.clock.advance(1)
        return this.#kill()
    }
  }

  /** Everything is back, and time goes by. */
  async settle(): Promise<void> {
    for (const name of TARGETS) this.#heal(name)
    await this.#becomes(await this.vault.reopen())
    for (const name of TARGETS) this.#heal(name)
    for (let minutes = 0; minutes < 20; minutes++) this.vault.clock.advance(60_000)
  }

  async seen(region: string): Promise<unknown> {
    const secrets = []
    for (let number = 0; number < SECRETS; number++) {
      const SecretId = `s${number}`
      // The row itself: lists sort by date, and would hide versions out of order.
      const ids = this.vault.vault.regions.get(region)?.secrets.findByName(ACCOUNT, SecretId)?.versions.map((version) => version.versionId) ?? []
      const values = await Promise.all(ids.map(async (VersionId) => (await this.vault.callIn(region, 'secretsmanager:GetSecretValue', { SecretId, VersionId })).SecretString))
      const current = await this.vault.callIn(region, 'secretsmanager:GetSecretValue', { SecretId })
      secrets.push({ values, ids, current: current.VersionId })
    }
    return secrets
  }

  expected(): unknown {
    return this.acknowledged.map((ids, number) => ({ values: ids, ids, current: this.current[number] }))
  }

  async close(): Promise<void> {
    for (const vault of this.#opened) await vault.close().catch(() => undefined)
  }

  #nextId(): string {
    this.vault.clock.advance(0)
    return versionId((this.#versions += 1))
  }

  async #rollBack(number: number): Promise<void> {
    const from = this.current[number] as string
    const to = this.acknowledged[number]?.[0] as string
    if (from === to) return
    await this.vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: `s${number}`, VersionStage: 'AWSCURRENT', MoveToVersionId: to, RemoveFromVersionId: from })
    this.current[number] = to
  }

  #part(name: string): void {
    const { regionKeeper } = this.vault.vault
    if (!regionKeeper.open.has(name)) return
    regionKeeper.suspend(name, storageError('StorageUnavailable'))
    const file = regionKeeper.fileOf(name)
    renameSync(file, `${file}.away`)
    this.#away.add(name)
  }

  #heal(name: string): void {
    const file = this.vault.vault.regionKeeper.fileOf(name)
    if (!this.#away.delete(name)) return
    renameSync(`${file}.away`, file)
  }

  /** The next transaction of a store fails: before it is written, as on a full disk, or for good, as when the process ends. */
  #failNext(name: string, forGood: boolean): void {
    const store = this.vault.vault.regions.get(name)?.store
    if (store === undefined) return
    const real = store.transaction.bind(store)
    store.transaction = () => {
      if (!forGood) store.transaction = real
      throw storageError('DiskFull')
    }
  }

  /** The files as they are at this moment, opened by another engine: the one before is never closed in order. */
  async #kill(): Promise<void> {
    const folder = mkdtempSync(join(SCRATCH, 'coffer-killed-'))
    cpSync(this.vault.folder, folder, { recursive: true })
    await this.#becomes(await openTestVault({ folder, rootKey: this.#rootKey, clock: new FakeClock(this.vault.clock.nowMs()) }))
  }

  async #becomes(vault: TestVault): Promise<void> {
    this.vault = vault
    this.#opened.push(vault)
  }
}

test(
  'whatever fails, parts or is killed, every acknowledged version is in each replica once and in order, with its labels, when all is back',
  async () => {
    let deliveries = 0
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const replicated = new Replicated()
        await replicated.open()
        try {
          for (const step of sequence) await replicated.take(step)
          await replicated.settle()
          const expected = replicated.expected()
          for (const region of [REGION, ...TARGETS]) expect({ region, seen: await replicated.seen(region) }).toEqual({ region, seen: expected })
          expect([...(replicated.vault.vault.regions.get(REGION)?.outbox.rows.all() ?? [])]).toEqual([])
          deliveries += replicated.acknowledged.flat().length
        } finally {
          await replicated.close()
        }
      }),
      { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED) }) },
    )
    expect(deliveries).toBeGreaterThanOrEqual(RUNS * SECRETS)
  },
  Math.max(60_000, RUNS * MS_A_RUN),
)
