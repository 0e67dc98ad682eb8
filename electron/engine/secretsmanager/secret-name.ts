import { secretsManagerErrors } from './secrets-manager-errors.ts'

const NAME = /^[A-Za-z0-9/_+=.@-]+$/
/** Names that AWS services make may hold `!`, so an id may too. */
const SECRET_ID = /^[A-Za-z0-9/_+=.@!-]+$/

/** Refuses a name that AWS refuses for a new secret. Source: API_CreateSecret, parameter Name. */
export function checkSecretName(name: string): void {
  if (!NAME.test(name)) throw secretsManagerErrors.invalidName()
}

/** Refuses a SecretId that is neither an ARN nor a possible name. It comes before existence and before authorization. */
export function checkSecretId(secretId: string): void {
  if (!secretId.startsWith('arn:') && !SECRET_ID.test(secretId)) throw secretsManagerErrors.invalidName()
}

/** Refuses a call without ClientRequestToken; SDKs always send one. */
export function checkToken(token: string | undefined): asserts token is string {
  if (token === undefined) throw secretsManagerErrors.missingToken()
}
