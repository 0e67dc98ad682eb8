import type { OpenVault } from '../open-vault.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'

/** The secrets whose rotation names a function, also while it is cancelled. */
export function secretsRotatedBy(vault: OpenVault, functionArn: string): readonly SecretRecord[] {
  return [...vault.regions.values()].flatMap((region) => [...region.secrets.rows.all()].filter((secret) => secret.rotation?.functionArn === functionArn))
}
