import { secretArn } from '../../../shared/arn.ts'
import type { Input, Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { checkReplicaRegions, withReplicas } from '../replication/add-replicas.ts'
import { shownReplication } from '../replication/shown-replication.ts'
import { secretsManagerActions } from '../policy/secrets-manager-actions.ts'
import { requestContext, requestedKeyArn } from './authorize-secret.ts'
import { checkChosenKey, storedKmsKeyId } from './secret-key.ts'
import { checkSecretName, checkToken } from './secret-name.ts'
import { type SecretRecord, versionWithId } from './secret-record.ts'
import { checkTags, mergeTags } from './secret-tags.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { valueOfInput } from './secret-value.ts'
import { AWSCURRENT } from './staging-labels.ts'
import { writeVersion } from './write-version.ts'

const SUFFIX_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const SUFFIX_LENGTH = 6

/** CreateSecret. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret: CallHandler<'secretsmanager:CreateSecret'> = {
  kind: 'call',
  check(input) {
    checkToken(input.ClientRequestToken)
    checkSecretName(input.Name)
  },
  authorize(context, input) {
    const resource = secretArn(context.region.region, context.accountId, input.Name, '??????')
    const request = {
      resource,
      shownResource: input.Name,
      resourceAccountId: context.accountId,
      secretName: input.Name,
      context: () => requestContext('CreateSecret', input, null, requestedKeyArn(context, input.KmsKeyId)),
    }
    for (const { action } of secretsManagerActions('CreateSecret', input)) context.authorize({ action, ...request })
  },
  handle(context, input) {
    const value = valueOfInput(input)
    const tags = input.Tags === undefined ? undefined : mergeTags([], checkTags(input.Tags))
    if (input.AddReplicaRegions !== undefined) checkReplicaRegions(context, input.AddReplicaRegions)
    const taken = context.region.secrets.findByName(context.accountId, input.Name)
    if (taken !== null) return answerForTakenName(context, input, taken)
    const arn = unusedArn(context, input.Name)
    const kmsKeyId = storedKmsKeyId(context, input.KmsKeyId)
    if (kmsKeyId !== undefined) checkChosenKey(context, arn, kmsKeyId)
    const empty: SecretRecord = {
      id: arn,
      accountId: context.accountId,
      name: input.Name,
      sequence: context.region.secrets.nextSequence(),
      description: input.Description === '' ? undefined : input.Description,
      kmsKeyId,
      createdAtMs: context.nowMs,
      lastChangedAtMs: context.nowMs,
      tags,
      type: input.Type,
      versions: [],
      kind: 'empty',
      jsonKeys: [],
    }
    const versionId = input.ClientRequestToken as string
    const single = value === null ? empty : writeVersion(context, empty, versionId, value, [AWSCURRENT])
    const secret = input.AddReplicaRegions === undefined ? single : withReplicas(context, single, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret === true)
    context.region.secrets.rows.put(secret)
    return { ARN: arn, Name: input.Name, VersionId: value === null ? undefined : versionId, ReplicationStatus: shownReplication(context, secret) }
  },
}

/** A taken name: the same token with the same value is the same call again, anything else is refused. */
function answerForTakenName(context: CallContext, input: Input<'secretsmanager:CreateSecret'>, taken: SecretRecord): Output<'secretsmanager:CreateSecret'> {
  if (taken.deletedAtMs !== undefined) throw secretsManagerErrors.nameScheduledForDeletion()
  const versionId = input.ClientRequestToken as string
  const value = valueOfInput(input)
  if (value === null || versionWithId(taken, versionId) === null) throw secretsManagerErrors.alreadyExists(input.Name)
  writeVersion(context, taken, versionId, value, [AWSCURRENT])
  return { ARN: taken.id, Name: taken.name, VersionId: versionId }
}

function unusedArn(context: CallContext, name: string): string {
  for (;;) {
    let suffix = ''
    while (suffix.length < SUFFIX_LENGTH) {
      // 248 = 4 × 62: bytes above it would favour some characters.
      for (const byte of context.host.random.bytes(SUFFIX_LENGTH)) {
        if (byte < 248 && suffix.length < SUFFIX_LENGTH) suffix += SUFFIX_CHARACTERS.charAt(byte % SUFFIX_CHARACTERS.length)
      }
    }
    const arn = secretArn(context.region.region, context.accountId, name, suffix)
    if (context.region.secrets.findByArn(arn) === null) return arn
  }
}
