import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal } from '../../support/refusal.ts'

/** A well-formed key id that no key has. */
export const ABSENT_ID = '0d990263-018e-4e65-a703-eff731de951e'
export const ABSENT_ARN = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${ABSENT_ID}`
export const aliasArn = (name: string) => `arn:aws:kms:us-east-1:${ACCOUNT}:${name}`

/** KMS's refusals as recorded, in full. */
export const invalidKeyId = (given: string) => refusal('NotFoundException', `Invalid keyId '${given}'`)
export const keyAbsent = (arn: string) => refusal('NotFoundException', `Key '${arn}' does not exist`)
export const otherRegion = (region: string) => refusal('NotFoundException', `Invalid arn ${region}`)
export const aliasAbsent = (name: string) => refusal('NotFoundException', `Alias ${aliasArn(name)} is not found.`)
export const aliasExists = (name: string) => refusal('AlreadyExistsException', `An alias with the name ${aliasArn(name)} already exists`)
export const ALIAS_PREFIX = refusal(
  'ValidationException',
  'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
)
export const aliasPattern = (name: string) =>
  refusal(
    'ValidationException',
    `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$`,
  )
export const aliasColon = (name: string) => refusal('ValidationException', `${name} contains invalid characters for an alias`)
export const RESERVED_ALIAS = refusal('NotAuthorizedException', '')
export const INVALID_MARKER = refusal('InvalidMarkerException', 'The marker is not valid. Use the NextMarker of the previous answer.')
