import { ServiceError } from '../../../shared/errors.ts'
import { principalAccountId } from '../caller.ts'
import type { VaultHandler } from '../operation-handler.ts'
import type { RegionData } from '../open-vault.ts'
import { arnInRegion } from '../replication/replica-facts.ts'
import { reuniteSecret } from '../replication/reunite-secrets.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { requireOpen } from './require-open.ts'

/** Ends two histories of a secret, as the user chose: each by itself, so that one that cannot be keeps no other waiting. */
export const reuniteSecrets: VaultHandler<'workbench:ReuniteSecrets'> = {
  kind: 'vault',
  async handle({ keeper, caller, host }, input) {
    const { regionKeeper, vaultId } = requireOpen(keeper)
    await regionKeeper.far.look([input.KeepRegion, input.OtherRegion])
    const [keep, other] = [regionKeeper.region(input.KeepRegion), regionKeeper.region(input.OtherRegion)]
    if (keep === other) throw new ServiceError('InvalidParameterException', 'The two regions are one and the same.')
    const accountId = principalAccountId(caller.principal)
    return {
      Secrets: input.SecretIds.map((secretId) => {
        try {
          const kept = named(keep, accountId, secretId)
          const twin = other.secrets.findByArn(arnInRegion(kept.id, other.region)) ?? named(other, accountId, kept.name)
          return { SecretId: kept.id, Result: 'reunited' as const, AddedVersionCount: reuniteSecret({ vaultId, host }, { region: keep, secret: kept }, { region: other, secret: twin }) }
        } catch (thrown) {
          const error = ServiceError.from(thrown)
          if (error.fault === 'server') throw error
          return { SecretId: secretId, Result: 'refused' as const, Message: error.message, AddedVersionCount: 0 }
        }
      }),
    }
  },
}

function named({ secrets, region }: RegionData, accountId: string, secretId: string): SecretRecord {
  const secret = secrets.findByArn(secretId) ?? secrets.findByName(accountId, secretId)
  if (secret === null) throw new ServiceError('ResourceNotFoundException', `There is no secret ${secretId} in region ${region}.`)
  return secret
}
