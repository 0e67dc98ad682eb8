import type { ActivityEvent, KeyMetadata, SavedFilter, VaultStatus } from '../../../../renderer/store/state.ts'
import type { CofferEvent } from '../../../../shared/ipc/contract.ts'
import { fakeAccess } from './fake-access.ts'
import { ACCOUNT, fakeKeys, fakeSecrets, type FakeSecret, KEY_IDS, keyArn, REGION, uuid } from './fake-data.ts'

export class FakeFailure extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

// The double takes any operation's input; the real types are checked where the window calls.
type Anything = Record<string, any>

/** Behaves as the core would, roughly and in memory. */
export class FakeVault {
  #state: VaultStatus['State']
  readonly #secrets = new Map<string, FakeSecret>()
  readonly #keys: KeyMetadata[] = fakeKeys()
  readonly #aliases = new Map(Object.entries(KEY_IDS))
  #filters: SavedFilter[] = [{ Id: 'f1', Label: 'Database logins', Query: 'kind:database' }]
  #accounts = [{ AccountId: ACCOUNT, Name: 'acme-prod', Color: 'red' }, { AccountId: '812044561093', Name: 'acme-dev', Color: 'green' }]
  readonly #activity: ActivityEvent[] = []
  readonly #emit: (event: CofferEvent) => void
  #sequence = 0

  constructor(state: VaultStatus['State'], secretCount: number, emit: (event: CofferEvent) => void) {
    this.#state = state
    this.#emit = emit
    for (const secret of fakeSecrets(secretCount)) this.#secrets.set(secret.summary.ARN, secret)
    this.#record('secretsmanager:GetSecretValue', [this.#find('prod/payments/db').summary.ARN], 'endpoint')
  }

  execute(operation: string, input: Anything): unknown {
    const name = operation.slice(operation.indexOf(':') + 1)
    const run = this.#operations[name]
    if (run === undefined) return fakeAccess(name, input, this.#activity)
    if (this.#state !== 'unsealed' && !/^(GetStatus|Unlock|CreateVault|RestoreVault|CheckPassphrase|Seal|SetEndpoint)$/.test(name)) {
      throw new FakeFailure('VaultLocked', 'The vault is sealed. Unlock it first.')
    }
    return run(input)
  }

  #record(operation: string, resources: string[], door: ActivityEvent['Door'] = 'window'): void {
    this.#sequence += 1
    const event: ActivityEvent = {
      Sequence: this.#sequence,
      EventId: uuid(),
      EventDate: Date.now() / 1000,
      Door: door,
      PrincipalArn: door === 'window' ? `arn:aws:iam::${ACCOUNT}:root` : `arn:aws:iam::${ACCOUNT}:user/payments-api`,
      AccountId: ACCOUNT,
      Operation: operation,
      Resources: resources,
      Region: REGION,
      RequestId: uuid(),
      Outcome: 'allowed',
      DurationMicros: 800,
    }
    this.#activity.unshift(event)
    this.#emit({ type: 'activity', event })
  }

  #find(secretId: string): FakeSecret {
    const found = this.#secrets.get(secretId) ?? [...this.#secrets.values()].find((secret) => secret.summary.Name === secretId)
    if (found === undefined) throw new FakeFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
    return found
  }

  #change(secret: FakeSecret, change: Anything, operation: string): FakeSecret {
    const summary = { ...secret.summary, ...change, VersionIdsToStages: Object.fromEntries(secret.versions.filter((v) => v.stages.length > 0).map((v) => [v.VersionId, v.stages])), VersionCount: secret.versions.length }
    for (const key of Object.keys(summary)) if (summary[key as never] === undefined) delete summary[key as never]
    secret.summary = summary
    this.#secrets.set(summary.ARN, secret)
    this.#emit({ type: 'secrets-changed', arns: [summary.ARN] })
    this.#record(`secretsmanager:${operation}`, [summary.ARN])
    return secret
  }

  #put(secret: FakeSecret, input: Anything, operation: string): FakeSecret {
    for (const version of secret.versions) {
      if (version.stages.includes('AWSCURRENT')) version.stages = ['AWSPREVIOUS']
      else version.stages = version.stages.filter((stage) => stage !== 'AWSPREVIOUS')
    }
    secret.versions.unshift({ VersionId: uuid(), stages: ['AWSCURRENT'], createdSeconds: Date.now() / 1000, ...(input.SecretString === undefined ? { SecretBinary: input.SecretBinary } : { SecretString: input.SecretString }) })
    return this.#change(secret, { LastChangedDate: Date.now() / 1000, JsonKeys: jsonKeys(input.SecretString) }, operation)
  }

  readonly #operations: Record<string, (input: Anything) => unknown> = {
    GetStatus: () => this.#status(),
    CheckPassphrase: ({ Passphrase }) => ({ Score: Math.min(4, Math.floor(Passphrase.length / 5)), Acceptable: Passphrase.length >= 12, Suggestions: Passphrase.length >= 12 ? [] : ['Add another word or two.'] }),
    CreateVault: () => this.#unseal({ VaultId: 'a1b2c3d4', RecoveryCode: 'K7QM-2XNP-9RTW-4HJD-8VBC-3FZG-6LSY-5AEU', CreatedDate: Date.now() / 1000 }),
    RenewRecoveryKit: () => ({ VaultId: 'a1b2c3d4', RecoveryCode: 'P3WM-8XKP-1RTW-9HJD-2VBC-7FZG-4LSY-6AEU', CreatedDate: Date.now() / 1000 }),
    Unlock: ({ Method, Passphrase }) => {
      if (Method === 'passphrase' && Passphrase === 'wrong') throw new FakeFailure('WrongPassphrase', 'This passphrase does not open the vault. Nothing was changed.')
      return this.#unseal({ Warnings: [] })
    },
    Seal: () => {
      this.#state = 'sealed'
      this.#emit({ type: 'vault-state' })
      return undefined
    },
    SetEndpoint: () => this.#status().Endpoint,
    ListAccounts: () => ({ Accounts: this.#accounts }),
    PutAccount: (input) => {
      this.#accounts = [...this.#accounts.filter((account) => account.AccountId !== input.AccountId), { AccountId: input.AccountId, Name: input.Name, Color: input.Color ?? 'none' }]
      this.#emit({ type: 'access-changed' })
      return { Account: this.#accounts.at(-1) }
    },
    ListSecretSummaries: ({ MaxResults = 5000, NextToken }) => {
      const all = [...this.#secrets.values()].map((secret) => secret.summary)
      const from = Number(NextToken ?? 0)
      const to = from + MaxResults
      return { Summaries: all.slice(from, to), TotalCount: all.length, ...(to < all.length ? { NextToken: String(to) } : {}) }
    },
    GetSecretSummaries: ({ ARNs }) => ({ Summaries: ARNs.flatMap((arn: string) => this.#secrets.get(arn)?.summary ?? []) }),
    ListSavedFilters: () => ({ Filters: this.#filters }),
    PutSavedFilter: ({ Id = uuid(), Label, Query }) => {
      this.#filters = [...this.#filters.filter((filter) => filter.Id !== Id), { Id, Label, Query }]
      return { Id }
    },
    DeleteSavedFilter: ({ Id }) => void (this.#filters = this.#filters.filter((filter) => filter.Id !== Id)),
    DescribeSecret: ({ SecretId }) => describe(this.#find(SecretId)),
    ListSecretVersionIds: ({ SecretId }) => {
      const { summary, versions } = this.#find(SecretId)
      return { ARN: summary.ARN, Name: summary.Name, Versions: versions.map((version) => ({ VersionId: version.VersionId, VersionStages: version.stages, CreatedDate: version.createdSeconds, KmsKeyIds: [summary.KmsKeyId ?? 'DefaultEncryptionKey'] })) }
    },
    GetSecretValue: ({ SecretId, VersionId, VersionStage = 'AWSCURRENT' }) => {
      const secret = this.#find(SecretId)
      const version = secret.versions.find((one) => (VersionId === undefined ? one.stages.includes(VersionStage) : one.VersionId === VersionId))
      if (version === undefined) throw new FakeFailure('ResourceNotFoundException', "Secrets Manager can't find the specified secret value.")
      this.#record('secretsmanager:GetSecretValue', [secret.summary.ARN])
      return { ARN: secret.summary.ARN, Name: secret.summary.Name, VersionId: version.VersionId, VersionStages: version.stages, CreatedDate: version.createdSeconds, SecretString: version.SecretString, SecretBinary: version.SecretBinary }
    },
    CreateSecret: (input) => {
      if ([...this.#secrets.values()].some((secret) => secret.summary.Name === input.Name)) throw new FakeFailure('ResourceExistsException', `The operation failed because the secret ${input.Name} already exists.`)
      const nowSeconds = Date.now() / 1000
      const secret: FakeSecret = { versions: [], summary: { ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${input.Name}-${uuid().slice(0, 6)}`, Name: input.Name, Kind: input.SecretBinary === undefined ? (jsonKeys(input.SecretString).length > 0 ? 'key-value' : 'text') : 'binary', CreatedDate: nowSeconds, LastChangedDate: nowSeconds, Tags: input.Tags ?? [], JsonKeys: [], VersionIdsToStages: {}, VersionCount: 0, ...(input.Description === undefined ? {} : { Description: input.Description }), ...(input.KmsKeyId === undefined ? {} : { KmsKeyId: this.#keyArnOf(input.KmsKeyId) }) } }
      this.#put(secret, input, 'CreateSecret')
      return { ARN: secret.summary.ARN, Name: input.Name, VersionId: secret.versions[0]?.VersionId }
    },
    PutSecretValue: (input) => {
      const secret = this.#put(this.#find(input.SecretId), input, 'PutSecretValue')
      return { ARN: secret.summary.ARN, Name: secret.summary.Name, VersionId: secret.versions[0]?.VersionId, VersionStages: ['AWSCURRENT'] }
    },
    UpdateSecret: (input) => {
      const secret = this.#find(input.SecretId)
      if (input.SecretString !== undefined || input.SecretBinary !== undefined) this.#put(secret, input, 'UpdateSecret')
      this.#change(secret, { ...(input.Description === undefined ? {} : { Description: input.Description }), ...(input.KmsKeyId === undefined ? {} : { KmsKeyId: this.#keyArnOf(input.KmsKeyId) }) }, 'UpdateSecret')
      return { ARN: secret.summary.ARN, Name: secret.summary.Name }
    },
    UpdateSecretVersionStage: (input) => {
      const secret = this.#find(input.SecretId)
      for (const version of secret.versions) {
        if (input.VersionStage === 'AWSCURRENT' && version.stages.includes('AWSCURRENT')) version.stages = ['AWSPREVIOUS']
        else version.stages = version.stages.filter((stage) => stage !== input.VersionStage && (input.VersionStage !== 'AWSCURRENT' || stage !== 'AWSPREVIOUS'))
        if (version.VersionId === input.MoveToVersionId) version.stages = [...version.stages.filter((stage) => stage !== 'AWSPREVIOUS'), input.VersionStage]
      }
      this.#change(secret, {}, 'UpdateSecretVersionStage')
      return { ARN: secret.summary.ARN, Name: secret.summary.Name }
    },
    DeleteSecret: (input) => {
      const secret = this.#find(input.SecretId)
      const deletion = Date.now() / 1000 + (input.RecoveryWindowInDays ?? 30) * 86_400
      if (input.ForceDeleteWithoutRecovery === true) {
        this.#secrets.delete(secret.summary.ARN)
        this.#emit({ type: 'secrets-changed', arns: [secret.summary.ARN] })
      } else this.#change(secret, { DeletedDate: deletion }, 'DeleteSecret')
      return { ARN: secret.summary.ARN, Name: secret.summary.Name, DeletionDate: deletion }
    },
    RestoreSecret: (input) => {
      const secret = this.#change(this.#find(input.SecretId), { DeletedDate: undefined }, 'RestoreSecret')
      return { ARN: secret.summary.ARN, Name: secret.summary.Name }
    },
    TagResource: (input) => {
      const secret = this.#find(input.SecretId)
      const keys = new Set(input.Tags.map((tag: Anything) => tag.Key))
      this.#change(secret, { Tags: [...secret.summary.Tags.filter((tag) => !keys.has(tag.Key)), ...input.Tags] }, 'TagResource')
    },
    UntagResource: (input) => {
      const secret = this.#find(input.SecretId)
      this.#change(secret, { Tags: secret.summary.Tags.filter((tag) => !input.TagKeys.includes(tag.Key)) }, 'UntagResource')
    },
    GetRandomPassword: ({ PasswordLength = 32 }) => ({ RandomPassword: 'fakeRandom-'.repeat(400).slice(0, PasswordLength) }),
    CreateKey: (input) => {
      const id = uuid()
      const metadata: KeyMetadata = { ...(this.#keys[0] as KeyMetadata), KeyId: id, Arn: keyArn(id), CreationDate: Date.now() / 1000, Description: input.Description ?? '', KeyManager: 'CUSTOMER' }
      this.#keys.push(metadata)
      this.#emit({ type: 'keys-changed' })
      return { KeyMetadata: metadata }
    },
    DescribeKey: ({ KeyId }) => {
      const found = this.#keys.find((key) => key.Arn === this.#keyArnOf(KeyId))
      if (found === undefined) throw new FakeFailure('NotFoundException', `Key '${KeyId}' does not exist`)
      return { KeyMetadata: found }
    },
    ListKeys: () => ({ Keys: this.#keys.map((key) => ({ KeyId: key.KeyId, KeyArn: key.Arn })), Truncated: false }),
    ListAliases: () => ({ Aliases: [...this.#aliases].map(([AliasName, TargetKeyId]) => ({ AliasName, AliasArn: `arn:aws:kms:${REGION}:${ACCOUNT}:${AliasName}`, TargetKeyId })), Truncated: false }),
    CreateAlias: ({ AliasName, TargetKeyId }) => {
      if (this.#aliases.has(AliasName)) throw new FakeFailure('AlreadyExistsException', `An alias with the name arn:aws:kms:${REGION}:${ACCOUNT}:${AliasName} already exists`)
      this.#aliases.set(AliasName, TargetKeyId.slice(TargetKeyId.lastIndexOf('/') + 1))
      this.#emit({ type: 'keys-changed' })
    },
    DeleteAlias: ({ AliasName }) => {
      this.#aliases.delete(AliasName)
      this.#emit({ type: 'keys-changed' })
    },
  }

  #keyArnOf(keyId: string): string {
    if (keyId.startsWith('arn:')) return keyId
    return keyArn(this.#aliases.get(keyId) ?? keyId)
  }

  #unseal<T>(value: T): T {
    this.#state = 'unsealed'
    this.#emit({ type: 'vault-state' })
    return value
  }

  #status(): VaultStatus {
    const isThere = this.#state !== 'absent'
    return {
      State: this.#state,
      Version: '0.1.0',
      DataFolder: '/home/me/.local/share/Coffer',
      Regions: isThere ? [REGION, 'eu-central-1'] : [],
      ...(isThere ? { VaultId: 'a1b2c3d4', Region: REGION, AccountId: ACCOUNT } : {}),
      Slots: isThere
        ? [
            { SlotId: 's1', Type: 'keychain', CreatedDate: 1_750_000_000, Backend: 'GNOME Keyring' },
            { SlotId: 's2', Type: 'passphrase', CreatedDate: 1_750_000_000 },
            { SlotId: 's3', Type: 'recovery', CreatedDate: 1_750_000_000, Confirmed: true },
          ]
        : [],
      Keychain: { State: 'available', Backend: 'GNOME Keyring' },
      Endpoint: { State: 'on', Url: 'http://127.0.0.1:7345', Port: 7345 },
      Warnings: [],
    }
  }
}

function describe({ summary, versions }: FakeSecret): Anything {
  const { Kind: _kind, JsonKeys: _keys, VersionCount: _count, ...described } = summary
  return { ...described, VersionIdsToStages: Object.fromEntries(versions.filter((v) => v.stages.length > 0).map((v) => [v.VersionId, v.stages])) }
}

function jsonKeys(text: string | undefined): string[] {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : []
  } catch {
    return []
  }
}
