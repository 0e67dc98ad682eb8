import { Scheduler } from '../../../../electron/engine/scheduler.ts'
import { ServiceError } from '../../../../shared/errors.ts'
import { snapshot, takeBack } from '../../../support/kill-points.ts'
import { ACCOUNT, openTestVault, REGION, type TestVault } from '../../../support/test-vault.ts'
import { versionId } from '../secrets.ts'
import { type ModelSecret, SecretModel } from './secret-model.ts'
import type { KeyName, PolicyName, Step } from './steps.ts'

const HOUR_MS = 3_600_000
const policy = (Principal: unknown): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] })
const POLICIES: Readonly<Record<PolicyName, string>> = { account: policy({ AWS: ACCOUNT }), everybody: policy('*') }

/** The engine under the same steps as the model, with the timers that an open vault has. */
export class RealVault {
  #vault: TestVault
  #scheduler: Scheduler
  readonly #keys = new Map<KeyName, string>()
  readonly #arns = new Map<string, string>()

  private constructor(vault: TestVault) {
    this.#vault = vault
    this.#scheduler = startScheduler(vault)
  }

  static async open(): Promise<RealVault> {
    return new RealVault(await openTestVault())
  }

  nowMs(): number {
    return this.#vault.clock.nowMs()
  }

  async close(): Promise<void> {
    this.#scheduler.close()
    await this.#vault.close()
  }

  /** Takes one step in engine and model; returns what each answered, for comparison. */
  async take(step: Step, model: SecretModel): Promise<{ readonly real: unknown; readonly model: unknown }> {
    switch (step.do) {
      case 'wait':
        model.advance(step.hours * HOUR_MS)
        this.#vault.clock.advance(step.hours * HOUR_MS)
        return { real: null, model: null }
      case 'reopen':
        await this.#replace((vault) => vault.reopen())
        return { real: null, model: null }
      case 'kill':
        await this.#replace((vault) => vault.kill())
        return { real: null, model: null }
      case 'cut-off': {
        this.#flushDates()
        if ('key' in step.step && (step.step.do === 'create' || step.step.do === 'update') && step.step.key !== null) await this.#keyOf(step.step.key)
        const before = snapshot(this.#vault.folder)
        // A change that did not get to the disk is taken by a model that is thrown away.
        const answers = await this.take(step.step, step.point === 'before-commit' ? new SecretModel(model.nowMs) : model)
        await this.#replace((vault) => vault.kill((folder) => takeBack(folder, before, step.point)))
        return step.point === 'before-commit' ? { real: null, model: null } : answers
      }
      case 'policy':
        return {
          real: await (step.policy === null
            ? this.#run('DeleteResourcePolicy', { SecretId: step.name })
            : this.#run('PutResourcePolicy', { SecretId: step.name, ResourcePolicy: POLICIES[step.policy] })),
          model: model.setPolicy(step.name, step.policy === null ? null : POLICIES[step.policy]),
        }
      case 'read': {
        const real = await this.#run('GetSecretValue', { SecretId: step.name, VersionStage: step.label }, (output) => ({ value: (output as { SecretString: string }).SecretString }))
        return { real: typeof real === 'string' ? { refused: real } : real, model: model.read(step.name, step.label) }
      }
      case 'create': {
        const key = await this.#keyOf(step.key)
        const real = await this.#run(
          'CreateSecret',
          { Name: step.name, ClientRequestToken: versionId(step.token), ...valueOf(step.value), KmsKeyId: key ?? '' },
          (output) => {
            if (model.find(step.name) === undefined) this.#arns.set(step.name, (output as { ARN: string }).ARN)
            return null
          },
        )
        return { real, model: model.create(step.name, versionId(step.token), step.value, key) }
      }
      case 'put':
        return {
          real: await this.#run('PutSecretValue', { SecretId: step.name, ClientRequestToken: versionId(step.token), ...valueOf(step.value), ...(step.labels === null ? {} : { VersionStages: step.labels }) }),
          model: model.put(step.name, versionId(step.token), step.value, step.labels ?? ['AWSCURRENT']),
        }
      case 'update': {
        const key = step.key === null ? undefined : await this.#keyOf(step.key)
        return {
          real: await this.#run('UpdateSecret', {
            SecretId: step.name,
            ClientRequestToken: versionId(step.token),
            ...valueOf(step.value),
            ...(step.description === null ? {} : { Description: step.description }),
            ...(key === undefined ? {} : { KmsKeyId: key ?? '' }),
          }),
          model: model.update(step.name, versionId(step.token), { value: step.value, description: step.description, key }),
        }
      }
      case 'move': {
        const [from, to] = [step.from, step.to].map((token) => (token === null ? null : versionId(token)))
        return {
          real: await this.#run('UpdateSecretVersionStage', {
            SecretId: step.name,
            VersionStage: step.label,
            ...(from === null ? {} : { RemoveFromVersionId: from }),
            ...(to === null ? {} : { MoveToVersionId: to }),
          }),
          model: model.moveLabel(step.name, step.label, from ?? null, to ?? null),
        }
      }
      case 'delete':
        return { real: await this.#run('DeleteSecret', { SecretId: step.name, RecoveryWindowInDays: step.days }), model: model.scheduleDeletion(step.name, step.days) }
      case 'purge':
        return { real: await this.#run('DeleteSecret', { SecretId: step.name, ForceDeleteWithoutRecovery: true }), model: model.purge(step.name) }
      case 'restore':
        return { real: await this.#run('RestoreSecret', { SecretId: step.name }), model: model.restore(step.name) }
      case 'tag':
        return { real: await this.#run('TagResource', { SecretId: step.name, Tags: [{ Key: step.key, Value: step.value }] }), model: model.tag(step.name, step.key, step.value) }
      case 'untag':
        return { real: await this.#run('UntagResource', { SecretId: step.name, TagKeys: [step.key] }), model: model.untag(step.name, step.key) }
    }
  }

  /** All that can be seen of the secrets without reading a value, in order of creation. */
  async seen(): Promise<unknown[]> {
    const { SecretList } = await this.#vault.call('secretsmanager:ListSecrets', { IncludePlannedDeletion: true })
    return Promise.all(
      SecretList.map(async (listed) => {
        const { VersionIdsToStages = {}, ...described } = await this.#vault.call('secretsmanager:DescribeSecret', { SecretId: listed.Name })
        const { Versions } = await this.#vault.call('secretsmanager:ListSecretVersionIds', { SecretId: listed.Name, IncludeDeprecated: true })
        const versions = Versions.map((version) => ({ ...version, ...(version.VersionStages === undefined ? {} : { VersionStages: [...version.VersionStages].sort() }) }))
        const policy = listed.DeletedDate === undefined ? ((await this.#vault.call('secretsmanager:GetResourcePolicy', { SecretId: listed.Name })).ResourcePolicy ?? null) : null
        return { ...described, policy, stages: Object.fromEntries(Object.entries(VersionIdsToStages).map(([id, labels]) => [id, [...labels].sort()])), versions }
      }),
    )
  }

  /** The same of the model, as the engine has to show it. */
  expected(model: SecretModel): unknown[] {
    return model.secrets.map((secret) => shownSecret(secret, this.#arns.get(secret.name) ?? 'an ARN that was never answered'))
  }

  /** The values of all versions that can be read, by secret and version id; and how many values lie in the store. */
  async values(): Promise<{ readonly values: unknown; readonly stored: number }> {
    const { SecretList } = await this.#vault.call('secretsmanager:ListSecrets', {})
    const values: Record<string, Record<string, string | undefined>> = {}
    for (const { Name } of SecretList) {
      const { Versions } = await this.#vault.call('secretsmanager:ListSecretVersionIds', { SecretId: Name, IncludeDeprecated: true })
      const read = async (VersionId: string) => [VersionId, (await this.#vault.call('secretsmanager:GetSecretValue', { SecretId: Name, VersionId })).SecretString]
      values[Name] = Object.fromEntries(await Promise.all(Versions.map(({ VersionId }) => read(VersionId)))) as Record<string, string>
    }
    const region = this.#vault.vault.regions.get(REGION)
    const ids = [...(region?.secrets.rows.all() ?? [])].flatMap((secret) => secret.versions.map((version) => version.valueId ?? ''))
    return { values, stored: ids.filter((id) => region?.store.values.get(id) !== null).length }
  }

  /** The ARN of a key of that name, made when it is first asked for; null for the default key. */
  async #keyOf(name: KeyName): Promise<string | null> {
    if (name === 'default') return null
    const arn = this.#keys.get(name) ?? (await this.#vault.call('kms:CreateKey', {})).KeyMetadata.Arn
    this.#keys.set(name, arn)
    return arn
  }

  /** Goes on with the vault that another opening gives. What was read lately is a date that a kill may lose: it is written first. */
  async #replace(open: (vault: TestVault) => Promise<TestVault>): Promise<void> {
    this.#flushDates()
    this.#scheduler.close()
    this.#vault = await open(this.#vault)
    this.#scheduler = startScheduler(this.#vault)
  }

  #flushDates(): void {
    for (const { accessDates } of this.#vault.vault.regions.values()) while (accessDates.flush());
  }

  async #run(operation: string, input: unknown, onAnswer: (output: unknown) => unknown = () => null): Promise<unknown> {
    let output: unknown
    try {
      output = await this.#vault.callRaw(`secretsmanager:${operation}`, input)
    } catch (thrown) {
      if (thrown instanceof ServiceError) return thrown.code
      throw thrown
    }
    return onAnswer(output)
  }
}

function startScheduler(vault: TestVault): Scheduler {
  const scheduler = new Scheduler(vault.host, vault.vault)
  for (const { secrets } of vault.vault.regions.values()) {
    secrets.rows.onChange(({ before, after }) => {
      if (before?.deletedAtMs !== after?.deletedAtMs) scheduler.plan()
    })
  }
  scheduler.plan()
  return scheduler
}

function valueOf(value: string | null): { SecretString?: string } {
  return value === null ? {} : { SecretString: value }
}

function shownSecret(secret: ModelSecret, arn: string): unknown {
  const readDays = secret.versions.flatMap((version) => version.lastReadDayMs ?? [])
  const byAge = [...secret.versions].sort((left, right) => left.createdAtMs - right.createdAtMs || (left.id < right.id ? -1 : 1))
  return {
    ARN: arn,
    Name: secret.name,
    CreatedDate: secret.createdAtMs / 1000,
    LastChangedDate: secret.lastChangedAtMs / 1000,
    ...(secret.description === null ? {} : { Description: secret.description }),
    ...(secret.key === null ? {} : { KmsKeyId: secret.key }),
    ...(readDays.length === 0 ? {} : { LastAccessedDate: Math.max(...readDays) / 1000 }),
    ...(secret.deletedAtMs === null ? {} : { DeletedDate: secret.deletedAtMs / 1000 }),
    ...(secret.tags === null ? {} : { Tags: [...secret.tags].map(([Key, Value]) => ({ Key, Value })) }),
    policy: secret.deletedAtMs === null ? secret.policy : null,
    stages: Object.fromEntries(secret.versions.filter((version) => version.labels.length > 0).map((version) => [version.id, [...version.labels].sort()])),
    versions: byAge.map((version) => ({
      VersionId: version.id,
      CreatedDate: version.createdAtMs / 1000,
      KmsKeyIds: [version.key ?? 'DefaultEncryptionKey'],
      ...(version.lastReadDayMs === null ? {} : { LastAccessedDate: version.lastReadDayMs / 1000 }),
      ...(version.labels.length === 0 ? {} : { VersionStages: [...version.labels].sort() }),
    })),
  }
}
