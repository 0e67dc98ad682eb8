import type { WireOutput } from '../../../shared/operations/catalog.ts'
import type { SharedVault } from '../../support/shared-vault.ts'

export type Caller = Pick<SharedVault, 'call'>

const SHORT: Readonly<Record<string, string>> = { AWSCURRENT: 'C', AWSPREVIOUS: 'P', AWSPENDING: 'PENDING' }

/** A token that is also a version id: 36 characters, no UUID. */
export function versionId(number: number): string {
  return `version-${String(number).padStart(28, '0')}`
}

/** Labels of each labelled version as the tables of label moves write them: `{ v1: 'P', v2: 'C,PENDING' }`. */
export async function labelsOf(vault: Caller, secretId: string): Promise<Record<string, string>> {
  const { VersionIdsToStages = {} } = await vault.call('secretsmanager:DescribeSecret', { SecretId: secretId })
  const rows = Object.entries(VersionIdsToStages).map(([id, stages]) => [
    `v${Number(id.slice('version-'.length))}`,
    [...stages].map((stage) => SHORT[stage] ?? stage).sort().join(','),
  ])
  return Object.fromEntries(rows)
}

export async function describe(vault: Caller, secretId: string): Promise<WireOutput<'secretsmanager:DescribeSecret'>> {
  return vault.call('secretsmanager:DescribeSecret', { SecretId: secretId })
}

/** The current value as text. */
export async function currentValue(vault: Caller, secretId: string): Promise<string | undefined> {
  return (await vault.call('secretsmanager:GetSecretValue', { SecretId: secretId })).SecretString
}
