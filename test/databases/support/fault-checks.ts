import type pg from 'pg'
import { scramVerifier } from '../../../electron/functions/databases/scram-verifier.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { RootCaller } from '../../support/iam.ts'
import type { Fields } from './rotation-desk.ts'

/** One version as the vault shows it; null: it has no value yet. */
export interface KeptVersion {
  readonly versionId: string
  readonly stages: readonly string[]
  readonly value: Fields | null
}

/** All versions of a secret that the vault still has, those without a label too. Values that are known are not read again: none ever changes. */
export async function keptVersions(vault: RootCaller, SecretId: string, known = new Map<string, Fields>()): Promise<readonly KeptVersion[]> {
  const { Versions } = await vault.call('secretsmanager:ListSecretVersionIds', { SecretId, IncludeDeprecated: true })
  return Promise.all(
    Versions.map(async ({ VersionId, VersionStages = [] }) => {
      const value = known.get(VersionId) ?? (await vault.call('secretsmanager:GetSecretValue', { SecretId, VersionId }).then(
        ({ SecretString }) => JSON.parse(SecretString ?? '') as Fields,
        (error: { code: string }) => {
          if (error.code === 'ResourceNotFoundException') return null
          throw error
        },
      ))
      if (value !== null) known.set(VersionId, value)
      return { versionId: VersionId, stages: VersionStages, value }
    }),
  )
}

/** What the server keeps of the passwords of roles, by name; a role that is not there is left out. */
export async function storedPasswords(superuser: pg.Pool, roles: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await superuser.query<{ name: string; kept: string }>('SELECT rolname AS name, rolpassword AS kept FROM pg_authid WHERE rolname = ANY($1)', [roles])
  return new Map(rows.map(({ name, kept }) => [name, kept]))
}

/** Whether a kept verifier is that of a password. */
export function isPassword(kept: string, password: string): boolean {
  const [, iterations = '', salt = ''] = /^SCRAM-SHA-256\$(\d+):([^$]+)\$/.exec(kept) ?? []
  return scramVerifier(new Sensitive(password), Number(iterations), Buffer.from(salt, 'base64')) === kept
}

/** What is wrong with the labels of a secret, in words. */
export function labelProblems(versions: readonly KeptVersion[]): readonly string[] {
  const problems: string[] = []
  const holders = (stage: string): readonly KeptVersion[] => versions.filter(({ stages }) => stages.includes(stage))
  if (holders('AWSCURRENT').length !== 1) problems.push(`${holders('AWSCURRENT').length} versions are AWSCURRENT`)
  if (holders('AWSCURRENT').some(({ value }) => value === null)) problems.push('AWSCURRENT has no value')
  for (const stage of ['AWSPENDING', 'AWSPREVIOUS']) if (holders(stage).length > 1) problems.push(`${holders(stage).length} versions are ${stage}`)
  const unfinished = versions.filter(({ value, stages }) => value === null || (stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT')))
  if (unfinished.length > 1) problems.push(`${unfinished.length} versions are unfinished`)
  return problems
}

/** What is wrong between the vault and the server: a password that nobody knows, or none that an application could use. */
export function passwordProblems(versions: readonly KeptVersion[], stored: ReadonlyMap<string, string>): readonly string[] {
  const logsIn = ({ value }: KeptVersion): boolean => {
    const kept = stored.get(String(value?.['username']))
    return kept !== undefined && isPassword(kept, String(value?.['password']))
  }
  const problems = [...stored].flatMap(([name, kept]) => (versions.some(({ value }) => value?.['username'] === name && isPassword(kept, String(value['password']))) ? [] : [`the password of ${name} is in no version`]))
  if (!versions.some((version) => ['AWSCURRENT', 'AWSPENDING'].some((stage) => version.stages.includes(stage)) && logsIn(version))) problems.push('neither AWSCURRENT nor AWSPENDING is a password of the server')
  return problems
}
