import { KeyIdentities } from '../../../electron/engine/access/key-identities.ts'
import type { Caller } from '../../../electron/engine/caller.ts'
import type { CallContext } from '../../../electron/engine/context.ts'
import type { AccessRequest } from '../../../electron/engine/access/access-request.ts'
import { authorizeKey } from '../../../electron/engine/kms/authorize-key.ts'
import { homeOf } from '../../../electron/engine/open-vault.ts'
import { authorizeSecret } from '../../../electron/engine/secretsmanager/authorize-secret.ts'
import { authorizeSecretKey } from '../../../electron/engine/secretsmanager/secret-key.ts'
import type { SharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'
import { allow, deny, policyText, type StatementJson } from '../../support/users.ts'

const USER = `arn:aws:iam::${ACCOUNT}:user/ann`
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`
const GROUP = `arn:aws:iam::${ACCOUNT}:group/staff`
const ALIAS = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/app`
const KEY_IDS = ['AKIAVERDICTANN000000', 'AKIAVERDICTANN000001', 'ASIAVERDICTREADER000'] as const

const START_MS = Date.parse('2026-11-24T00:00:00Z')
const when = (Condition: StatementJson): StatementJson => ({ Condition })
const SM = `arn:aws:secretsmanager:*:${ACCOUNT}:secret`

/** Documents of callers: with and without conditions, on what a verdict may be kept by and on what it may not. */
export const IDENTITY_POLICIES = [
  [allow('*')],
  [allow('secretsmanager:*', `${SM}:app/*`), allow('kms:Decrypt')],
  [allow('secretsmanager:Get*', '*', when({ StringEquals: { 'aws:ResourceTag/stage': 'dev' } })), allow('kms:*')],
  [allow('secretsmanager:GetSecretValue', '*', when({ DateLessThan: { 'aws:CurrentTime': '2026-11-24T00:00:05Z' } })), allow('kms:*')],
  [allow('*', '*', when({ IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } }))],
  [allow('secretsmanager:*', `${SM}:\${aws:username}/*`), allow('kms:*', '*', when({ StringLike: { 'kms:ViaService': 'secretsmanager.*' } }))],
  [allow('secretsmanager:*', `${SM}:\${aws:PrincipalTag/team, 'app'}/*`), allow('kms:*', '*', when({ 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/app' } }))],
  [allow('*', '*', when({ StringNotEqualsIfExists: { 'secretsmanager:VersionStage': 'AWSPREVIOUS' } }))],
  [allow('*'), deny('secretsmanager:*', `${SM}:app/db-??????`)],
  [allow('secretsmanager:*'), allow('kms:Decrypt', '*', when({ StringLike: { 'kms:EncryptionContext:SecretARN': `${SM}:app/*` } }))],
  [allow('*', '*', when({ StringLike: { 'aws:userid': '*A1*' }, Null: { 'aws:TokenIssueTime': 'false' } }))],
].map((statements) => policyText(...statements))

const RESOURCE_POLICIES = [
  undefined,
  [allow('secretsmanager:*', '*', { Principal: { AWS: USER } })],
  [allow('secretsmanager:GetSecretValue', '*', { Principal: { AWS: ROLE } })],
  [deny('secretsmanager:GetSecretValue', '*', { Principal: '*', ...when({ StringEquals: { 'aws:ResourceTag/stage': 'prod' } }) })],
  [deny('*', '*', { Principal: '*', ...when({ DateGreaterThan: { 'aws:CurrentTime': '2026-11-24T00:00:05Z' } }) })],
].map((statements) => (statements === undefined ? undefined : policyText(...statements)))

const KEY_POLICIES = [
  [allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } })],
  [allow('kms:Decrypt', '*', { Principal: { AWS: USER } })],
  [allow('kms:*', '*', { Principal: { AWS: '*' }, ...when({ StringEquals: { 'kms:CallerAccount': ACCOUNT, 'kms:ViaService': `secretsmanager.${REGION}.amazonaws.com` } }) })],
  [allow('kms:*', '*', { Principal: { AWS: '*' }, ...when({ StringEquals: { 'aws:ResourceTag/stage': 'dev' } }) })],
  [allow('kms:*', '*', { Principal: { AWS: '*' }, ...when({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/app' } }) })],
].map((statements) => policyText(...statements))

export const CHANGES = ['user', 'boundary', 'group', 'member', 'role', 'session', 'secret-policy', 'secret-tags', 'key-policy', 'key-tags', 'alias', 'grant', 'access-key', 'user-anew', 'time'] as const
export interface Change {
  readonly kind: (typeof CHANGES)[number]
  /** Which of the pool; each kind takes it modulo what it has. */
  readonly pick: number
  /** False: the change is made in a transaction that is asked and then undone. */
  readonly commits: boolean
}

/** A vault with a user, a group, a role and its session, two secrets and a key, all of which can be changed by their rows. */
export class VerdictWorld {
  readonly #vault: SharedVault
  readonly #identities = new KeyIdentities()
  #made = 0
  /** When questions are asked: half of the moments are after the one that some policies name. */
  nowMs = START_MS
  #secretArns: readonly string[] = []
  #keyId = ''

  constructor(vault: SharedVault) {
    this.#vault = vault
  }

  async make(): Promise<void> {
    const { KeyMetadata } = await this.#vault.call('kms:CreateKey', {})
    this.#keyId = KeyMetadata.KeyId
    const names = ['app/db', 'ann/api']
    this.#secretArns = await Promise.all(names.map(async (Name) => (await this.#vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', KmsKeyId: KeyMetadata.KeyId })).ARN ?? ''))
  }

  /** Puts everything back to one state: the user has no policy of its own but is in the group, so that every change counts. */
  reset(): void {
    const picks: Partial<Record<Change['kind'], number>> = { user: 3, member: 1 }
    for (const kind of CHANGES) this.apply({ kind, pick: picks[kind] ?? 0, commits: true }, () => undefined)
  }

  /** Makes a change; `ask` is called while its transaction runs too. */
  apply({ kind, pick, commits }: Change, ask: () => void): void {
    if (kind === 'time') {
      this.nowMs = START_MS + (pick % 3) * 6_000
      return
    }
    const { store } = homeOf(this.#vault.vault)
    try {
      store.transaction(() => {
        this.#change(kind, pick)
        ask()
        if (!commits) throw new Error('undone')
      })
    } catch (thrown) {
      if (commits || (thrown as Error).message !== 'undone') throw thrown
    }
  }

  callers(): readonly Caller[] {
    return KEY_IDS.flatMap((accessKeyId, index) => {
      const identity = this.#identities.find(this.#vault.vault, accessKeyId)
      const from = (sourceIp: string): Caller => ({ door: 'endpoint', principal: (identity as NonNullable<typeof identity>).principal, region: REGION, requestId: 'r', sourceIp })
      return identity === null ? [] : index === 0 ? [from('127.0.0.1'), from('10.1.2.3')] : [from('127.0.0.1')]
    })
  }

  /** The questions of real operations, as a caller asks them. */
  questions(caller: Caller): readonly AccessRequest[] {
    const { vault, host } = this.#vault
    const requests: AccessRequest[] = []
    const probe: CallContext = {
      caller,
      accountId: ACCOUNT,
      region: vault.regionKeeper.region(REGION),
      vault,
      host,
      nowMs: this.nowMs,
      execute: () => Promise.reject(new Error('not here')),
      authorize: (request) => void requests.push(request),
    }
    const key = homeOf(vault).keys.keys.get(this.#keyId)
    for (const arn of this.#secretArns) {
      authorizeSecret(probe, 'GetSecretValue', arn)
      authorizeSecret(probe, 'GetSecretValue', arn, { VersionStage: 'AWSPREVIOUS' })
      authorizeSecret(probe, 'DescribeSecret', arn)
      if (key !== null) authorizeSecretKey(probe, 'kms:Decrypt', key, arn, 'v')
    }
    if (key !== null) authorizeKey(probe, 'kms:Decrypt', key, { encryptionContext: { app: 'shop' } })
    return requests
  }

  #change(kind: Exclude<Change['kind'], 'time'>, pick: number): void {
    const { vault } = this.#vault
    const { access } = vault
    const { keys, secrets } = homeOf(vault)
    const document = IDENTITY_POLICIES[pick % IDENTITY_POLICIES.length] as string
    const user = access.users.get(USER) ?? { id: USER, accountId: ACCOUNT, userName: 'ann', userId: 'AIDA0', createdAtMs: 0, policies: [] }
    const role = access.roles.get(ROLE) ?? { id: ROLE, accountId: ACCOUNT, roleName: 'reader', roleId: 'AROA0', createdAtMs: 0, trustPolicy: '', maxSessionSeconds: 3600, policies: [] }
    const group = access.groups.get(GROUP) ?? { id: GROUP, accountId: ACCOUNT, groupName: 'staff', groupId: 'AGPA0', createdAtMs: 0, policies: [], memberArns: [] }
    const secret = secrets.rows.get(this.#secretArns[pick % this.#secretArns.length] as string)
    const key = keys.keys.get(this.#keyId)
    if (secret === null || key === null) throw new Error('the world was made')
    const tag = ['dev', 'prod'][pick % 2] as string
    switch (kind) {
      case 'user':
        return access.users.put({ ...user, policies: pick % 4 === 3 ? [] : [{ name: 'p', document }] })
      case 'boundary':
        return access.users.put({ ...user, permissionsBoundary: pick % 3 === 0 ? undefined : document })
      case 'user-anew':
        return access.users.put({ ...user, userId: `AIDA${String(pick % 3)}` })
      case 'group':
        return access.groups.put({ ...group, policies: [{ name: 'g', document }] })
      case 'member':
        return access.groups.put({ ...group, memberArns: pick % 2 === 0 ? [] : [USER] })
      case 'role':
        return access.roles.put({ ...role, policies: [{ name: 'r', document }], permissionsBoundary: pick % 5 === 4 ? IDENTITY_POLICIES[1] : undefined })
      case 'session':
        this.#made += 1
        return access.sessions.put({
          id: KEY_IDS[2], roleArn: ROLE, roleId: 'AROA0', sessionName: `s${String(this.#made)}`, secretAccessKey: 'x', sessionToken: 't', issuedAtMs: START_MS, expiresAtMs: START_MS + 3_600_000,
          policy: pick % 3 === 0 ? undefined : document, tags: { team: pick % 2 === 0 ? 'app' : 'ann' }, transitiveTagKeys: [],
        })
      case 'access-key':
        for (const [index, id] of KEY_IDS.slice(0, 2).entries()) {
          access.accessKeys.put({ id, userArn: USER, secretAccessKey: 'x', status: 'Active', createdAtMs: 0, ...(index === 0 ? {} : { scope: { namePrefix: pick % 2 === 0 ? 'app/' : 'ann/' } }) })
        }
        return undefined
      case 'secret-policy':
        return secrets.rows.put({ ...secret, resourcePolicy: RESOURCE_POLICIES[pick % RESOURCE_POLICIES.length] })
      case 'secret-tags':
        return secrets.rows.put({ ...secret, tags: [{ Key: 'stage', Value: tag }] })
      case 'key-policy':
        return keys.keys.put({ ...key, policy: KEY_POLICIES[pick % KEY_POLICIES.length] as string })
      case 'key-tags':
        return keys.keys.put({ ...key, tags: [{ TagKey: 'stage', TagValue: tag }] })
      case 'alias':
        if (pick % 2 === 0) keys.aliases.delete(ALIAS)
        else keys.aliases.put({ id: ALIAS, accountId: ACCOUNT, name: 'alias/app', targetKeyId: this.#keyId, createdAtMs: 0, lastUpdatedAtMs: 0 })
        return undefined
      case 'grant':
        if (pick % 2 === 0) keys.grants.delete('f'.repeat(64))
        else keys.grants.put({ id: 'f'.repeat(64), keyId: this.#keyId, granteePrincipal: USER, operations: ['Decrypt'], constraints: { encryptionContextSubset: { SecretARN: secret.id } }, issuingAccountId: ACCOUNT, createdAtMs: 0 })
        return undefined
    }
  }
}
