import { refusal } from '../../support/refusal.ts'

/** AWS's refusals as recorded from AWS, in full; written out here a second time so that a change of the engine's texts is noticed. */
export const NOT_FOUND = refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
export const MARKED_FOR_DELETION = refusal(
  'InvalidRequestException',
  "You can't perform this operation on the secret because it was marked for deletion.",
)
export const INVALID_NAME = refusal(
  'ValidationException',
  'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
)
export const MISSING_TOKEN = refusal(
  'InvalidRequestException',
  'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
)
export const BOTH_VALUES = refusal(
  'InvalidParameterException',
  'You can’t specify both a binary secret value and a string secret value in the same secret.',
)
export const INVALID_NEXT_TOKEN = refusal('InvalidNextTokenException', 'The NextToken value is invalid.')
export const KMS_NOT_ALLOWED = refusal('AccessDeniedException', 'Access to KMS is not allowed')

export const alreadyExists = (name: string) =>
  refusal('ResourceExistsException', `The operation failed because the secret ${name} already exists.`)
export const tokenInUse = (token: string, arn: string) =>
  refusal(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  )
export const noValueForStage = (stage: string) =>
  refusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${stage}`)
export const noValueForVersion = (versionId: string) =>
  refusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${versionId}`)
export const systemTag = (key: string) => refusal('InvalidParameterException', `You can't modify system tags. Tag key: '${key}'.`)

/** One failed constraint; `value` undefined for members whose values AWS leaves out. */
export const constraint = (path: string, value: string | null | undefined, rule: string) =>
  refusal(
    'ValidationException',
    `1 validation error detected: Value${value === undefined ? '' : value === null ? ' null' : ` '${value}'`} at '${path}' failed to satisfy constraint: ${rule}`,
  )
export const atMost = (count: number) => `Member must have length less than or equal to ${count}`
export const atLeast = (count: number) => `Member must have length greater than or equal to ${count}`
export const valueAtMost = (number: number) => `Member must have value less than or equal to ${number}`
export const valueAtLeast = (number: number) => `Member must have value greater than or equal to ${number}`
export const NOT_NULL = 'Member must not be null'
