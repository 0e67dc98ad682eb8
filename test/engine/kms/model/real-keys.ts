import { keyDueAtMs } from '../../../../electron/engine/kms/due-keys.ts'
import { Scheduler } from '../../../../electron/engine/scheduler.ts'
import { ServiceError } from '../../../../shared/errors.ts'
import { snapshot, takeBack } from '../../../support/kill-points.ts'
import { ACCOUNT, openTestVault, type TestVault } from '../../../support/test-vault.ts'
import { KeyModel, type ModelKey } from './key-model.ts'
import type { KeyStep } from './key-steps.ts'

const HOUR_MS = 3_600_000
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`

function keyPolicy(Id: string): string {
  return JSON.stringify({ Version: '2012-10-17', Id, Statement: [{ Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' }] })
}

/** The engine and the model side by side, with the timers that an open vault has. */
export class RealKeys {
  model: KeyModel
  #vault: TestVault
  #scheduler: Scheduler
  readonly #ids: string[] = []
  readonly #blobs: string[] = []
  /** Grant ids by key number and name. */
  readonly #grants = new Map<string, string>()

  private constructor(vault: TestVault) {
    this.#vault = vault
    this.#scheduler = startScheduler(vault)
    this.model = new KeyModel(vault.clock.nowMs())
  }

  static async open(): Promise<RealKeys> {
    return new RealKeys(await openTestVault())
  }

  async close(): Promise<void> {
    this.#scheduler.close()
    await this.#vault.close()
  }

  /** Takes one step in both and lets what is due happen; what each answered. */
  async take(step: KeyStep): Promise<{ readonly real: unknown; readonly model: unknown }> {
    const answers = await this.#step(step)
    this.model.advance(0)
    this.#vault.clock.advance(0)
    return answers
  }

  /** What can be seen of all keys and aliases, in the engine. */
  async seen(): Promise<unknown> {
    const keys = await Promise.all(
      this.#ids.map(async (KeyId) => {
        const answer = await this.#run('DescribeKey', { KeyId })
        if (typeof answer === 'string') return answer
        const { KeyMetadata } = answer as { KeyMetadata: { KeyState: string; Enabled: boolean; Description: string; DeletionDate?: number } }
        const status = await this.#run('GetKeyRotationStatus', { KeyId })
        const rotations = await this.#run('ListKeyRotations', { KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })
        return {
          state: KeyMetadata.KeyState,
          isEnabled: KeyMetadata.Enabled,
          description: KeyMetadata.Description,
          deletion: KeyMetadata.DeletionDate ?? null,
          rotation: typeof status === 'string' ? status : shownStatus(status as RotationStatus),
          materials:
            typeof rotations === 'string'
              ? rotations
              : (rotations as { Rotations: { RotationType?: string; RotationDate?: number }[] }).Rotations.map((one) => [one.RotationType ?? 'first', one.RotationDate ?? null]),
        }
      }),
    )
    const { Aliases } = (await this.#run('ListAliases', {})) as { Aliases: { AliasName: string; TargetKeyId?: string }[] }
    const named = Aliases.filter((alias) => alias.AliasName !== 'alias/aws/secretsmanager')
    return { keys, aliases: Object.fromEntries(named.map((alias) => [alias.AliasName, this.#ids.indexOf(alias.TargetKeyId ?? '')])) }
  }

  /** The same of the model. */
  expected(): unknown {
    return {
      keys: this.model.keys.map((key) => (key.state === 'gone' ? 'NotFoundException' : shownKey(key))),
      aliases: Object.fromEntries([...this.model.aliases].sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, key]) => [name, key.number])),
    }
  }

  /** What every ciphertext opens to, in the engine and in the model. */
  async opened(): Promise<{ readonly real: unknown; readonly model: unknown }> {
    const real = await Promise.all(this.model.blobs.map((blob, index) => this.#decrypt(this.#blobs[index] ?? '', blob.context)))
    const model = this.model.blobs.map((blob) => this.model.decrypt(blob, blob.context))
    return { real: real.map((answer) => (typeof answer === 'string' ? answer : 'ok')), model }
  }

  /** Tags, policy and grants of every key that is there, in the engine and in the model. */
  async details(): Promise<{ readonly real: unknown; readonly model: unknown }> {
    const present = this.model.keys.filter((key) => key.state !== 'gone')
    const real = await Promise.all(
      present.map(async ({ number }) => {
        const KeyId = this.#ids[number] ?? ''
        const { Tags } = await this.#vault.call('kms:ListResourceTags', { KeyId })
        const { Policy } = await this.#vault.call('kms:GetKeyPolicy', { KeyId })
        const { Grants } = await this.#vault.call('kms:ListGrants', { KeyId })
        return { tags: Tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]), policy: (JSON.parse(Policy) as { Id: string }).Id, grants: Grants.map(({ Name }) => Name).sort() }
      }),
    )
    return { real, model: present.map(({ tags, policy, grants }) => ({ tags: [...tags], policy, grants: grants.toSorted() })) }
  }

  /** Goes on with the vault that another opening gives. */
  async #replace(open: (vault: TestVault) => Promise<TestVault>): Promise<void> {
    this.#scheduler.close()
    this.#vault = await open(this.#vault)
    this.#scheduler = startScheduler(this.#vault)
  }

  async #step(step: KeyStep): Promise<{ readonly real: unknown; readonly model: unknown }> {
    const { model } = this
    if (step.do === 'wait') {
      model.advance(step.hours * HOUR_MS)
      this.#vault.clock.advance(step.hours * HOUR_MS)
      return { real: null, model: null }
    }
    if (step.do === 'reopen' || step.do === 'kill') {
      await this.#replace((vault) => (step.do === 'kill' ? vault.kill() : vault.reopen()))
      return { real: null, model: null }
    }
    if (step.do === 'cut-off') {
      const before = snapshot(this.#vault.folder)
      const kept = model
      // A change that did not get to the disk is taken by a model that is thrown away.
      if (step.point === 'before-commit') this.model = kept.copy()
      const answers = await this.#step(step.step)
      this.model = kept
      await this.#replace((vault) => vault.kill((folder) => takeBack(folder, before, step.point)))
      return step.point === 'before-commit' ? { real: null, model: null } : answers
    }
    if (step.do === 'create') {
      const made = (await this.#run('CreateKey', step.isImported ? { Origin: 'EXTERNAL' } : {})) as { KeyMetadata: { KeyId: string } }
      this.#ids.push(made.KeyMetadata.KeyId)
      return { real: 'ok', model: model.create(step.isImported) }
    }
    if (step.do === 'unalias') return { real: await this.#ask('DeleteAlias', { AliasName: step.name }), model: model.unalias(step.name) }
    if (step.do === 'decrypt') {
      const index = step.blob % Math.max(1, model.blobs.length)
      const blob = model.blobs[index]
      if (blob === undefined) return { real: null, model: null }
      const answer = await this.#decrypt(this.#blobs[index] ?? '', step.context)
      return { real: typeof answer === 'string' ? answer : 'ok', model: model.decrypt(blob, step.context) }
    }
    const key = model.keys[step.key % Math.max(1, model.keys.length)]
    const KeyId = this.#ids[key?.number ?? -1]
    if (key === undefined || KeyId === undefined) return { real: null, model: null }
    switch (step.do) {
      case 'enable':
        return { real: await this.#ask('EnableKey', { KeyId }), model: model.switchTo(key, 'Enabled') }
      case 'disable':
        return { real: await this.#ask('DisableKey', { KeyId }), model: model.switchTo(key, 'Disabled') }
      case 'schedule':
        return { real: await this.#ask('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: step.days }), model: model.schedule(key, step.days) }
      case 'cancel':
        return { real: await this.#ask('CancelKeyDeletion', { KeyId }), model: model.cancel(key) }
      case 'describe':
        return { real: await this.#ask('UpdateKeyDescription', { KeyId, Description: step.text }), model: model.describe(key, step.text) }
      case 'rotation':
        return {
          real: await (step.period === null ? this.#ask('DisableKeyRotation', { KeyId }) : this.#ask('EnableKeyRotation', { KeyId, RotationPeriodInDays: step.period })),
          model: model.setRotation(key, step.period),
        }
      case 'rotate':
        return { real: await this.#ask('RotateKeyOnDemand', { KeyId }), model: model.rotate(key) }
      case 'move-alias':
        return { real: await this.#ask('UpdateAlias', { AliasName: step.name, TargetKeyId: KeyId }), model: model.moveAlias(key, step.name) }
      case 'tag':
        return { real: await this.#ask('TagResource', { KeyId, Tags: [{ TagKey: step.tag, TagValue: step.value }] }), model: model.tag(key, step.tag, step.value) }
      case 'untag':
        return { real: await this.#ask('UntagResource', { KeyId, TagKeys: [step.tag] }), model: model.untag(key, step.tag) }
      case 'policy':
        return { real: await this.#ask('PutKeyPolicy', { KeyId, Policy: keyPolicy(step.id) }), model: model.setPolicy(key, step.id) }
      case 'grant': {
        const answer = await this.#run('CreateGrant', { KeyId, GranteePrincipal: ROOT_ARN, Operations: ['Decrypt'], Name: step.name })
        if (typeof answer !== 'string') this.#grants.set(`${key.number} ${step.name}`, (answer as { GrantId: string }).GrantId)
        return { real: typeof answer === 'string' ? answer : 'ok', model: model.grant(key, step.name) }
      }
      case 'revoke': {
        const GrantId = this.#grants.get(`${key.number} ${step.name}`) ?? '0'.repeat(64)
        return { real: await this.#ask('RevokeGrant', { KeyId, GrantId }), model: model.revoke(key, step.name) }
      }
      case 'alias':
        return { real: await this.#ask('CreateAlias', { AliasName: step.name, TargetKeyId: KeyId }), model: model.alias(key, step.name) }
      case 'encrypt': {
        const answer = await this.#run('Encrypt', { KeyId, Plaintext: 'AAEC', EncryptionContext: { tenant: step.context } })
        if (typeof answer !== 'string') this.#blobs.push((answer as { CiphertextBlob: string }).CiphertextBlob)
        return { real: typeof answer === 'string' ? answer : 'ok', model: model.encrypt(key, step.context) }
      }
    }
  }

  #decrypt(CiphertextBlob: string, tenant: string): Promise<unknown> {
    return this.#run('Decrypt', { CiphertextBlob, EncryptionContext: { tenant } })
  }

  async #ask(operation: string, input: object): Promise<string> {
    const answer = await this.#run(operation, input)
    return typeof answer === 'string' ? answer : 'ok'
  }

  /** The answer, or the code of the refusal. */
  async #run(operation: string, input: object): Promise<unknown> {
    try {
      return (await this.#vault.callRaw(`kms:${operation}`, input)) ?? {}
    } catch (thrown) {
      if (thrown instanceof ServiceError) return thrown.code
      throw thrown
    }
  }
}

interface RotationStatus {
  readonly KeyRotationEnabled: boolean
  readonly RotationPeriodInDays?: number
  readonly NextRotationDate?: number
}

function shownStatus({ KeyRotationEnabled, RotationPeriodInDays, NextRotationDate }: RotationStatus): unknown {
  return KeyRotationEnabled ? { periodInDays: RotationPeriodInDays, next: NextRotationDate } : null
}

function shownKey(key: ModelKey): unknown {
  const rotation = key.state === 'PendingDeletion' || key.rotation === null ? null : { periodInDays: key.rotation.periodInDays, next: key.rotation.nextAtMs / 1000 }
  const UNSUPPORTED = 'UnsupportedOperationException'
  return {
    state: key.state,
    isEnabled: key.state === 'Enabled',
    description: key.description,
    deletion: key.deletionAtMs === null ? null : key.deletionAtMs / 1000,
    rotation: key.isImported ? UNSUPPORTED : rotation,
    materials: key.isImported ? UNSUPPORTED : key.materials.map(({ atMs, by }) => [by, by === 'first' ? null : atMs / 1000]),
  }
}

function startScheduler(vault: TestVault): Scheduler {
  const scheduler = new Scheduler(vault.host, vault.vault)
  for (const { keys } of vault.vault.regions.values()) {
    keys.keys.onChange(({ before, after }) => {
      if ((before && keyDueAtMs(before)) !== (after && keyDueAtMs(after))) scheduler.plan()
    })
  }
  scheduler.plan()
  return scheduler
}
