import type { CallHandler } from '../operation-handler.ts'
import { settleValueWrite } from '../rotation/settle-rotation.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId, checkToken } from './secret-name.ts'
import { versionWithId } from './secret-record.ts'
import { valueOfInput } from './secret-value.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { AWSCURRENT } from './staging-labels.ts'
import { writeVersion } from './write-version.ts'

/** PutSecretValue. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
export const putSecretValue: CallHandler<'secretsmanager:PutSecretValue'> = {
  kind: 'call',
  check(input) {
    checkToken(input.ClientRequestToken)
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'PutSecretValue', input.SecretId)
  },
  handle(context, input) {
    const value = valueOfInput(input)
    if (value === null) throw secretsManagerErrors.noValue()
    const secret = findChangeableSecret(context, input.SecretId)
    const versionId = input.ClientRequestToken as string
    const changed = settleValueWrite(context, secret, writeVersion(context, secret, versionId, value, input.VersionStages ?? [AWSCURRENT]), versionId)
    if (changed !== secret) context.region.secrets.rows.put(changed)
    return { ARN: secret.id, Name: secret.name, VersionId: versionId, VersionStages: versionWithId(changed, versionId)?.stages ?? [] }
  },
}
