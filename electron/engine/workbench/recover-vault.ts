import { isAwsRegion } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { VaultHandler } from '../operation-handler.ts'
import { requireFilePath } from './require-file-path.ts'
import { requireOpen } from './require-open.ts'
import { wayIn } from './way-in.ts'

/** Goes on with the file of one region where the rest of the vault is lost: it opens with that region as its home. */
export const recoverVault: VaultHandler<'workbench:RecoverVault'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const { Region: region } = input
    if (!isAwsRegion(region)) throw new ServiceError('InvalidParameterException', `${region} is not the name of a region of AWS. Say which region the file is of.`)
    const warnings = await keeper.recover({
      file: requireFilePath(input.Path),
      region,
      by: wayIn(input),
      to: input.Place,
      consent: { acceptOlderFile: input.AcceptOlder === true, acceptDamage: input.AcceptDamage === true },
    })
    return { Region: region, Place: requireOpen(keeper).regionKeeper.fileOf(region), Warnings: warnings.map(({ code, message }) => ({ Code: code, Message: message })) }
  },
}
