import type { CallHandler } from '../operation-handler.ts'
import { settleValueWrite } from '../rotation/settle-rotation.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findActiveSecret, refuseReplica } from './find-secret.ts'
import { reEncryptSecret } from './re-encrypt-secret.ts'
import { checkChosenKey, storedKmsKeyId } from './secret-key.ts'
import { checkSecretId, checkToken } from './secret-name.ts'
import { valueOfInput } from './secret-value.ts'
import { AWSCURRENT } from './staging-labels.ts'
import { writeVersion } from './write-version.ts'

/** UpdateSecret. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecret.html */
export const updateSecret: CallHandler<'secretsmanager:UpdateSecret'> = {
  kind: 'call',
  check(input) {
    checkToken(input.ClientRequestToken)
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'UpdateSecret', input.SecretId, input)
  },
  handle(context, input) {
    const value = valueOfInput(input)
    const secret = findActiveSecret(context, input.SecretId)
    // A replica has a key of its own, and nothing else of its own.
    if (value !== null || input.Description !== undefined || input.Type !== undefined) refuseReplica(secret)
    let changed = secret
    if (input.Description !== undefined) {
      changed = { ...changed, description: input.Description === '' ? undefined : input.Description, lastChangedAtMs: context.nowMs }
    }
    if (input.Type !== undefined) changed = { ...changed, type: input.Type, lastChangedAtMs: context.nowMs }
    if (input.KmsKeyId !== undefined) {
      const kmsKeyId = storedKmsKeyId(context, input.KmsKeyId)
      if (kmsKeyId !== undefined) checkChosenKey(context, secret.id, kmsKeyId)
      changed = reEncryptSecret(context, changed, kmsKeyId)
    }
    const versionId = input.ClientRequestToken as string
    if (value !== null) changed = settleValueWrite(context, changed, writeVersion(context, changed, versionId, value, [AWSCURRENT]), versionId)
    if (changed !== secret) context.region.secrets.rows.put(changed)
    return { ARN: secret.id, Name: secret.name, VersionId: value === null ? undefined : versionId }
  },
}
