import { call } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { notify, notifyError } from './toasts.ts'

/** A value as GetSecretValue gives it: keep it in a component, never in the store. */
export type SecretValue = WireOutput<'secretsmanager:GetSecretValue'>
export type SecretVersion = WireOutput<'secretsmanager:ListSecretVersionIds'>['Versions'][number]
export type PasswordOptions = WireInput<'secretsmanager:GetRandomPassword'>

/** The content of a value to write: a string, or bytes as base64. */
export type SecretContent = { readonly SecretString: string } | { readonly SecretBinary: string }

const PAGE_ITEMS = 100
/** More versions than a person looks through; AWS keeps about a hundred without a label. */
const MAX_VERSIONS = 300

/** Reads one version's value, AWSCURRENT's when none is named. The call is on record as any other read. */
export function readSecretValue(arn: string, versionId?: string): Promise<SecretValue> {
  return call('secretsmanager:GetSecretValue', { SecretId: arn, ...(versionId === undefined ? {} : { VersionId: versionId }) })
}

/** All versions, newest first, those without a label too. */
export async function listVersions(arn: string): Promise<readonly SecretVersion[]> {
  const versions: SecretVersion[] = []
  let token: string | undefined
  do {
    const page = await call('secretsmanager:ListSecretVersionIds', {
      SecretId: arn,
      IncludeDeprecated: true,
      MaxResults: PAGE_ITEMS,
      ...(token === undefined ? {} : { NextToken: token }),
    })
    versions.push(...page.Versions)
    token = page.NextToken
  } while (token !== undefined && versions.length < MAX_VERSIONS)
  return versions.toSorted((left, right) => right.CreatedDate - left.CreatedDate)
}

/** The version that holds AWSCURRENT now, or null for a secret without a value. */
export async function currentVersionId(arn: string): Promise<string | null> {
  const { VersionIdsToStages } = await call('secretsmanager:DescribeSecret', { SecretId: arn })
  return versionWithStage(VersionIdsToStages ?? {}, 'AWSCURRENT')
}

/** The version that a staging label is on, or null. */
export function versionWithStage(stagesByVersion: Readonly<Record<string, readonly string[]>>, stage: string): string | null {
  return Object.entries(stagesByVersion).find(([, stages]) => stages.includes(stage))?.[0] ?? null
}

/** A token for one save; used again for its retries, so that a save whose answer was lost is not made twice. */
export function newRequestToken(): string {
  return crypto.randomUUID()
}

/** Writes a new version, which becomes AWSCURRENT, and offers to undo it. Returns its id. */
export async function putSecretValue(arn: string, content: SecretContent, token: string, previousVersionId: string | null): Promise<string> {
  const { Name, VersionId } = await call('secretsmanager:PutSecretValue', { SecretId: arn, ClientRequestToken: token, ...content })
  notify({
    kind: 'done',
    text: `Saved a new version of ${Name}.`,
    ...(previousVersionId === null ? {} : { action: { label: 'Undo', run: () => moveBack(arn, VersionId, previousVersionId) } }),
  })
  return VersionId
}

async function moveBack(arn: string, fromVersionId: string, toVersionId: string): Promise<void> {
  try {
    await moveStagingLabel(arn, 'AWSCURRENT', fromVersionId, toVersionId)
  } catch (error) {
    notifyError(error)
  }
}

/** Puts a label on a version, takes it off one, or both at once; null is no version. */
export async function moveStagingLabel(arn: string, stage: string, fromVersionId: string | null, toVersionId: string | null): Promise<void> {
  await call('secretsmanager:UpdateSecretVersionStage', {
    SecretId: arn,
    VersionStage: stage,
    ...(fromVersionId === null ? {} : { RemoveFromVersionId: fromVersionId }),
    ...(toVersionId === null ? {} : { MoveToVersionId: toVersionId }),
  })
}

/** Moves AWSCURRENT to an older version, with a toast that moves it back. */
export async function rollBack(arn: string, fromVersionId: string, toVersionId: string): Promise<void> {
  await moveStagingLabel(arn, 'AWSCURRENT', fromVersionId, toVersionId)
  notify({
    kind: 'done',
    text: `AWSCURRENT is on ${shortVersionId(toVersionId)} now.`,
    action: { label: 'Undo', run: () => moveBack(arn, toVersionId, fromVersionId) },
  })
}

/** The first characters of a version's id, as it is shown everywhere. */
export function shortVersionId(versionId: string): string {
  return versionId.length > 8 ? `${versionId.slice(0, 6)}…` : versionId
}

/** A password by AWS's own generator and its options. */
export async function generatePassword(options: PasswordOptions): Promise<string> {
  const { RandomPassword } = await call('secretsmanager:GetRandomPassword', options)
  return RandomPassword
}

export interface NewSecret {
  readonly name: string
  readonly content: SecretContent
  readonly description: string
  readonly kmsKeyId: string | null
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
}

/** Makes a secret; the same token makes it once however often it is sent. Returns its ARN. */
export async function createSecret(secret: NewSecret, token: string): Promise<string> {
  const { ARN } = await call('secretsmanager:CreateSecret', {
    Name: secret.name,
    ClientRequestToken: token,
    ...secret.content,
    ...(secret.description === '' ? {} : { Description: secret.description }),
    ...(secret.kmsKeyId === null ? {} : { KmsKeyId: secret.kmsKeyId }),
    ...(secret.tags.length === 0 ? {} : { Tags: secret.tags }),
  })
  notify({ kind: 'done', text: `Created ${secret.name}.` })
  return ARN
}

/** Sets the description of a secret; empty takes it away. */
export async function setDescription(arn: string, description: string): Promise<void> {
  await call('secretsmanager:UpdateSecret', { SecretId: arn, Description: description })
}

/** Adds or changes one tag. */
export async function putTag(arn: string, key: string, value: string): Promise<void> {
  await call('secretsmanager:TagResource', { SecretId: arn, Tags: [{ Key: key, Value: value }] })
}

/** Takes one tag away and offers to put it back. */
export async function removeTag(arn: string, key: string, value: string): Promise<void> {
  await call('secretsmanager:UntagResource', { SecretId: arn, TagKeys: [key] })
  notify({ kind: 'done', text: `Removed the tag ${key}.`, action: { label: 'Undo', run: () => putTag(arn, key, value).catch(notifyError) } })
}

export type LastRead = WireOutput<'workbench:ListActivity'>['Events'][number]

/** True for an allowed read of a value that did not come from this window. */
export function isProgramRead(event: LastRead): boolean {
  return event.Outcome === 'allowed' && event.Door !== 'window' && /:(?:Batch)?GetSecretValue$/.test(event.Operation)
}

/** The last read of a secret's value that was allowed and did not come from this window, or null. */
export async function findLastRead(arn: string): Promise<LastRead | null> {
  const { Events } = await call('workbench:ListActivity', { SecretId: arn, MaxResults: 50 })
  return Events.find(isProgramRead) ?? null
}
