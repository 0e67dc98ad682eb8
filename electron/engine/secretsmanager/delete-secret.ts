import { secretArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { lookUpSecret, refuseReplica } from './find-secret.ts'
import { purgeSecret } from './purge-secret.ts'
import { checkSecretId } from './secret-name.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DEFAULT_WINDOW_DAYS = 30
const INVENTED_SUFFIX_BYTES = 3

/** DeleteSecret. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html */
export const deleteSecret: CallHandler<'secretsmanager:DeleteSecret'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'DeleteSecret', input.SecretId, input)
  },
  handle(context, input) {
    checkWindow(input)
    const secret = lookUpSecret(context, input.SecretId)
    if (secret !== null) refuseReplica(secret)
    if ((secret?.replicas?.length ?? 0) > 0) throw secretsManagerErrors.hasReplicas(secret?.id ?? '', secret?.replicas?.map(({ region }) => region) ?? [])
    if (input.ForceDeleteWithoutRecovery === true) {
      if (secret === null) {
        if (input.SecretId.startsWith('arn:')) throw secretsManagerErrors.notFound()
        // AWS answers as if the secret had been there, so that a repeated call succeeds.
        const suffix = Buffer.from(context.host.random.bytes(INVENTED_SUFFIX_BYTES)).toString('hex')
        return { ARN: secretArn(context.region.region, context.accountId, input.SecretId, suffix), Name: input.SecretId, DeletionDate: context.nowMs }
      }
      purgeSecret(context.region, secret)
      return { ARN: secret.id, Name: secret.name, DeletionDate: context.nowMs }
    }
    if (secret === null) throw secretsManagerErrors.notFound()
    if (secret.deletedAtMs !== undefined) throw secretsManagerErrors.alreadyMarkedDeleted()
    const deletedAtMs = context.nowMs + (input.RecoveryWindowInDays ?? DEFAULT_WINDOW_DAYS) * DAY_MS
    context.region.secrets.rows.put({ ...secret, deletedAtMs, lastChangedAtMs: context.nowMs })
    return { ARN: secret.id, Name: secret.name, DeletionDate: deletedAtMs }
  },
}

function checkWindow(input: Input<'secretsmanager:DeleteSecret'>): void {
  const days = input.RecoveryWindowInDays
  if (days === undefined) return
  if (days < LIMITS.recoveryWindowMinDays || days > LIMITS.recoveryWindowMaxDays) {
    throw new ServiceError('InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).')
  }
  if (input.ForceDeleteWithoutRecovery === true) {
    throw new ServiceError('InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.")
  }
}
