import { randomBytes, randomUUID } from 'node:crypto'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import type { Engine } from '../engine/engine.ts'
import { DEMO_ACCOUNT, DEMO_KEYS, DEMO_OTHER_ACCOUNT, DEMO_SECRETS, DEMO_USERS, type DemoSecret } from './demo-data.ts'
import { DEMO_GROUPS, DEMO_RESOURCE_POLICIES, DEMO_ROLES } from './demo-access.ts'
import type { ShiftableClock } from './shiftable-clock.ts'

const PASSPHRASE_BYTES = 24
const KEY_AGE_MS = 400 * 24 * 60 * 60 * 1000
const REPLICA_REGION = 'eu-west-1'
const REPLICATED = ['prod/payments/db', 'prod/payments/stripe-api', 'prod/web/session-key'] as const
/** Secrets that no other system has to be told of, and how the generator makes their new values. */
const ROTATED = [
  { name: 'shared/npm-publish-token', days: 30, settings: { GENERATE: 'hex' }, isTriedOnly: false },
  { name: 'prod/web/cdn', days: 60, settings: { GENERATE: 'base64url', JSON_KEY: 'api_token' }, isTriedOnly: false },
  { name: 'prod/datadog', days: 7, settings: { GENERATE: 'hex', JSON_KEY: 'app_key' }, isTriedOnly: true },
  { name: 'prod/payments/ledger-signing-key', days: 90, settings: { GENERATE: 'ed25519' }, isTriedOnly: false },
] as const
/** Its server is made up too, so this one shows what a rotation does that does not reach its database. */
const UNREACHABLE = { name: 'staging/payments/db', days: 30, functionName: 'builtin-postgres-single' } as const
const RECENT_READS: readonly (readonly [secret: string, agoMs: number])[] = [
  ['prod/payments/db', 9 * 60_000],
  ['prod/web/redis', 4 * 60_000],
  ['prod/payments/db', 3 * 60_000],
  ['prod/web/session-key', 90_000],
]

type Run = <N extends OperationName>(operation: N, input: WireInput<N>) => Promise<WireOutput<N>>
interface Write {
  readonly agoMs: number
  readonly run: () => Promise<unknown>
}

/** Makes the throw-away vault of the demo: a company's secrets with keys, versions, users and a past. */
export async function fillDemoVault(engine: Engine, clock: ShiftableClock): Promise<void> {
  const run = caller(engine)
  clock.setBehind(KEY_AGE_MS)
  await run('workbench:CreateVault', {
    Protection: 'passphrase',
    Passphrase: randomBytes(PASSPHRASE_BYTES).toString('base64'),
    AccountId: DEMO_ACCOUNT.id,
  })
  await run('workbench:PutAccount', { AccountId: DEMO_ACCOUNT.id, Name: DEMO_ACCOUNT.name, Color: DEMO_ACCOUNT.color })
  await run('workbench:PutAccount', { AccountId: DEMO_OTHER_ACCOUNT.id, Name: DEMO_OTHER_ACCOUNT.name, Color: DEMO_OTHER_ACCOUNT.color })
  for (const { alias, description } of DEMO_KEYS) {
    const { KeyMetadata } = await run('kms:CreateKey', { Description: description })
    await run('kms:CreateAlias', { AliasName: alias, TargetKeyId: KeyMetadata.KeyId })
  }
  for (const UserName of DEMO_USERS) {
    await run('workbench:CreateUser', { UserName })
    await run('workbench:CreateAccessKey', { UserName, Description: 'Demo' })
  }
  await fillTeams(run)
  await run('workbench:PutSavedFilter', { Label: 'Payments team', Query: 'tag:team=payments' })
  await inOrderOfTime(clock, [...DEMO_SECRETS.flatMap((secret) => writesOf(run, secret)), ...readsOf(run)])
  for (const [SecretId, ResourcePolicy] of DEMO_RESOURCE_POLICIES) await run('secretsmanager:PutResourcePolicy', { SecretId, ResourcePolicy })
  clock.setBehind(0)
  for (const SecretId of REPLICATED) await run('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: REPLICA_REGION }] })
  await setUpRotation(run, engine.status().homeRegion)
}

async function fillTeams(run: Run): Promise<void> {
  for (const { name: GroupName, users, policyName, policy } of DEMO_GROUPS) {
    await run('workbench:CreateGroup', { GroupName })
    await run('workbench:PutGroupPolicy', { GroupName, PolicyName: policyName, PolicyDocument: policy })
    for (const UserName of users) await run('workbench:AddUserToGroup', { GroupName, UserName })
  }
  for (const { name: RoleName, description, trust, policyName, policy } of DEMO_ROLES) {
    await run('workbench:CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Description: description })
    await run('workbench:PutRolePolicy', { RoleName, PolicyName: policyName, PolicyDocument: policy })
  }
}

/** The rotations themselves run after the window is there, as they do in any vault. */
async function setUpRotation(run: Run, region: string): Promise<void> {
  const arnOf = (functionName: string): string => `arn:aws:lambda:${region}:${DEMO_ACCOUNT.id}:function:${functionName}`
  for (const { name: SecretId, days, settings, isTriedOnly } of ROTATED) {
    await run('secretsmanager:TagResource', { SecretId, Tags: Object.entries(settings).map(([setting, Value]) => ({ Key: `coffer:rotation:${setting}`, Value })) })
    await run('secretsmanager:RotateSecret', {
      SecretId,
      RotationLambdaARN: arnOf('builtin-generator'),
      RotationRules: { AutomaticallyAfterDays: days },
      RotateImmediately: !isTriedOnly,
    })
  }
  const { name, days, functionName } = UNREACHABLE
  await run('secretsmanager:RotateSecret', { SecretId: name, RotationLambdaARN: arnOf(functionName), RotationRules: { AutomaticallyAfterDays: days } })
}

function writesOf(run: Run, secret: DemoSecret): readonly Write[] {
  const count = secret.writtenAgoMs.length
  return secret.writtenAgoMs.map((agoMs, index) => {
    const SecretString = textOfVersion(secret, count - 1 - index)
    const Tags = Object.entries(secret.tags).map(([Key, Value]) => ({ Key, Value }))
    return {
      agoMs,
      run: () =>
        index === 0
          ? run('secretsmanager:CreateSecret', { Name: secret.name, Description: secret.description, KmsKeyId: secret.kmsAlias, Tags, SecretString })
          : run('secretsmanager:PutSecretValue', { SecretId: secret.name, SecretString }),
    }
  })
}

function readsOf(run: Run): readonly Write[] {
  return RECENT_READS.map(([SecretId, agoMs]) => ({ agoMs, run: () => run('secretsmanager:GetSecretValue', { SecretId }) }))
}

/** The value as it was `age` versions ago. */
function textOfVersion({ value, changing }: DemoSecret, age: number): string {
  if (typeof value === 'string') return age === 0 ? value : `${value.trimEnd()}-${age}`
  return JSON.stringify(Object.fromEntries(Object.entries(value).map(([key, member]) => [key, age > 0 && changing.includes(key) ? `${member}-${age}` : member])))
}

async function inOrderOfTime(clock: ShiftableClock, writes: readonly Write[]): Promise<void> {
  for (const write of writes.toSorted((left, right) => right.agoMs - left.agoMs)) {
    clock.setBehind(write.agoMs)
    await write.run()
  }
}

function caller(engine: Engine): Run {
  return async (operation, input) =>
    (await engine.execute(
      { door: 'window', principal: { type: 'root', accountId: DEMO_ACCOUNT.id }, region: engine.status().homeRegion, requestId: randomUUID() },
      operation,
      input,
    )) as never
}
