import type { KeyMetadata, SecretSummary } from '../../../../renderer/store/state.ts'

export const ACCOUNT = '447120938816'
export const REGION = 'us-east-1'

export interface FakeVersion {
  readonly VersionId: string
  stages: string[]
  readonly createdSeconds: number
  readonly SecretString?: string
  readonly SecretBinary?: string
}

export interface FakeSecret {
  summary: SecretSummary
  versions: FakeVersion[]
}

export function uuid(): string {
  return crypto.randomUUID()
}

export function keyArn(id: string): string {
  return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`
}

const DAY = 86_400

/** Name, description, kind, key alias, days since changed, days to rotation or null, value, tags. */
type Row = readonly [string, string, SecretSummary['Kind'], string, number, number | null, Record<string, string> | string, Record<string, string>]

const ROWS: readonly Row[] = [
  ['prod/payments/db', 'Payments database, primary', 'database', 'alias/payments', 2, 4, { engine: 'postgres', host: 'payments.cluster.internal', port: '5432', username: 'payments_app', password: 'fake-Tr0ub4dor-1', dbname: 'payments' }, { env: 'prod', team: 'payments' }],
  ['prod/payments/stripe-api', 'Restricted key for charges', 'api-key', 'alias/payments', 0.01, null, { api_key: 'rk_test_fake_51Hxxxx' }, { env: 'prod', team: 'payments' }],
  ['prod/payments/ledger-signing', 'Signs ledger entries', 'key-value', 'alias/payments', 0.04, 0, { private_key: 'fake-private-key', key_id: 'ledger-7' }, { env: 'prod' }],
  ['prod/web/session-key', '', 'text', '', 0.002, 11, 'fake-session-key-9f8e7d6c', { env: 'prod' }],
  ['prod/web/oauth/google', 'OAuth client of the web app', 'key-value', '', 1, null, { client_id: 'fake.apps.example', client_secret: 'fake-client-secret' }, { env: 'prod' }],
  ['prod/web/redis', '', 'database', '', 0.003, 2, { engine: 'redis', host: 'redis.internal', port: '6379', username: 'default', password: 'fake-redis' }, {}],
  ['prod/search/opensearch-admin', '', 'key-value', '', 2, -1, { username: 'admin', password: 'fake-admin' }, { env: 'prod' }],
  ['prod/datadog', 'Agent key', 'api-key', '', 0.03, null, { api_key: 'fake-dd-key' }, { env: 'prod' }],
  ['shared/npm-publish-token', '', 'text', 'alias/team', 6, 27, 'npm_fake_token', { team: 'platform' }],
  ['shared/github-app', 'App that opens release pull requests', 'key-value', 'alias/team', 0.12, 27, { app_id: '1234', private_key: 'fake' }, { team: 'platform' }],
  ['staging/payments/db', '', 'database', '', 0.006, 4, { engine: 'postgres', host: 'payments.staging.internal', port: '5432', username: 'payments_app', password: 'fake-stage', dbname: 'payments' }, { env: 'staging' }],
  ['staging/web/session-key', '', 'text', '', 0.04, 11, 'fake-staging-session', { env: 'staging' }],
  ['staging/web/redis', '', 'database', '', 0.08, 2, { engine: 'redis', host: 'redis.staging', port: '6379', username: 'default', password: 'fake' }, {}],
  ['tls-client-bundle', 'PKCS#12 for the partner gateway', 'binary', '', 90, null, 'AAECAwQFBgcICQ==', {}],
]

export const KEY_IDS: Readonly<Record<string, string>> = {
  'alias/aws/secretsmanager': '0c8b1f0e-7a55-4b5e-9f0d-2f4be1a3c001',
  'alias/payments': '3f1d2c4b-1111-4d7e-8a9b-2f4be1a3c002',
  'alias/team': '8a7b6c5d-2222-4e8f-9b0c-2f4be1a3c003',
}

export function fakeKeys(): KeyMetadata[] {
  const nowSeconds = Date.now() / 1000
  return Object.entries(KEY_IDS).map(([alias, id], index) => ({
    AWSAccountId: ACCOUNT,
    KeyId: id,
    Arn: keyArn(id),
    CreationDate: nowSeconds - (400 - index * 100) * DAY,
    Enabled: true,
    Description: alias === 'alias/aws/secretsmanager' ? 'Default key that protects my Secrets Manager secrets when no other key is defined' : `Secrets of the ${alias.slice(6)} team`,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: alias === 'alias/aws/secretsmanager' ? 'AWS' : 'CUSTOMER',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  }))
}

function fakeSecret(row: Row, nowSeconds: number): FakeSecret {
  const [name, description, kind, alias, changedDays, rotatesDays, value, tags] = row
  const keyId = KEY_IDS[alias]
  const current: FakeVersion = {
    VersionId: uuid(),
    stages: ['AWSCURRENT'],
    createdSeconds: nowSeconds - changedDays * DAY,
    ...(kind === 'binary' ? { SecretBinary: String(value) } : { SecretString: typeof value === 'string' ? value : JSON.stringify(value) }),
  }
  const previous: FakeVersion = {
    VersionId: uuid(),
    stages: ['AWSPREVIOUS'],
    createdSeconds: nowSeconds - (changedDays + 30) * DAY,
    SecretString: typeof value === 'string' ? `${value}-old` : JSON.stringify({ ...value, host: 'payments-1.internal', password: 'fake-older' }),
  }
  const versions = kind === 'binary' || changedDays === 1 ? [current] : [current, previous]
  if (rotatesDays === 0) versions.unshift({ VersionId: uuid(), stages: ['AWSPENDING'], createdSeconds: nowSeconds - 60, SecretString: '{}' })
  const secret: FakeSecret = {
    versions,
    summary: {
      ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${name}-${Math.random().toString(36).slice(2, 8).padEnd(6, 'x')}`,
      Name: name,
      Kind: kind,
      ...(description === '' ? {} : { Description: description }),
      ...(keyId === undefined ? {} : { KmsKeyId: keyArn(keyId) }),
      CreatedDate: nowSeconds - 200 * DAY,
      LastChangedDate: current.createdSeconds,
      ...(rotatesDays === null ? { RotationEnabled: false } : { RotationEnabled: true, NextRotationDate: nowSeconds + rotatesDays * DAY }),
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      JsonKeys: typeof value === 'string' ? [] : Object.keys(value),
      VersionIdsToStages: Object.fromEntries(versions.map((version) => [version.VersionId, version.stages])),
      VersionCount: versions.length,
    },
  }
  return secret
}

/** `count` secrets that look real; the first ones are those of ROWS, the rest made up. */
export function fakeSecrets(count: number): FakeSecret[] {
  const nowSeconds = Date.now() / 1000
  const secrets = ROWS.slice(0, count).map((row) => fakeSecret(row, nowSeconds))
  const environments = ['prod', 'staging', 'shared', 'dev']
  const teams = ['payments', 'web', 'search', 'billing', 'identity', 'mail', 'ledger', 'data']
  for (let index = secrets.length; index < count; index += 1) {
    const environment = environments[index % environments.length] as string
    const team = teams[Math.floor(index / 4) % teams.length] as string
    secrets.push(
      fakeSecret([`${environment}/${team}/service-${index}`, '', 'key-value', '', (index % 300) + 1, null, { token: `fake-${index}` }, { env: environment }], nowSeconds),
    )
  }
  const inTrash = fakeSecret(['staging/old/importer', 'Replaced in spring', 'text', '', 40, null, 'fake-old', {}], nowSeconds)
  inTrash.summary = { ...inTrash.summary, DeletedDate: nowSeconds + 12.5 * DAY }
  return [...secrets, inTrash]
}
