import { partitionOf, parseArn } from '../../../shared/arn.ts'
import type { AccessRequest } from '../access/access-request.ts'
import type { CallContext } from '../context.ts'
import { findKey } from '../kms/find-key.ts'
import type { RequestContext } from '../policy/authorization-request.ts'
import { secretsManagerContext, type SecretsManagerMembers } from '../policy/secrets-manager-context.ts'
import { primaryRegionOf } from '../replication/replica-facts.ts'
import { secretsManagerActions } from '../policy/secrets-manager-actions.ts'
import { lookUpSecret } from './find-secret.ts'
import type { SecretRecord, SecretTag } from './secret-record.ts'

type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
type ReplicaRegions = readonly { readonly Region?: string | undefined }[]
/** The members of a request, as far as condition keys are made of them. */
export type RequestMembers = {
  readonly [K in Exclude<keyof SecretsManagerMembers, 'Tags' | 'AddReplicaRegions'>]?: SecretsManagerMembers[K] | undefined
} & { readonly Tags?: Tags | undefined; readonly AddReplicaRegions?: ReplicaRegions | undefined }

/**
 * Asks for an action on the secret that is named. It comes before existence is told: a caller without permission gets the
 * same refusal for a missing secret, with the id as typed.
 */
export function authorizeSecret(context: CallContext, operation: string, secretId: string, members: RequestMembers = {}): void {
  const secret = lookUpSecret(context, secretId)
  if (secret !== null) {
    authorizeFoundSecret(context, operation, secret, members)
    return
  }
  const { region } = context.region
  const accountId = parseArn(secretId)?.accountId ?? context.accountId
  const resource = secretId.startsWith('arn:') ? secretId : `arn:${partitionOf(region)}:secretsmanager:${region}:${accountId}:secret:${secretId}`
  context.authorize({
    action: `secretsmanager:${operation}`,
    resource,
    shownResource: secretId,
    resourceAccountId: accountId,
    secretName: secretId.slice(secretId.lastIndexOf(':') + 1),
    context: () => requestContext(operation, members, null),
  })
}

/** Asks for an action on a secret that was found. */
export function authorizeFoundSecret(context: CallContext, operation: string, secret: SecretRecord, members: RequestMembers = {}): void {
  const request = secretRequest(context, operation, secret, members)
  if (request.resourcePolicy === undefined || !isWayBackIn(context, operation, secret)) {
    context.authorize(request)
    return
  }
  const { resourcePolicy: _policy, ...withoutPolicy } = request
  context.authorize(withoutPolicy)
}

/** The question to the policies for an action on a secret. */
export function secretRequest(context: CallContext, operation: string, secret: SecretRecord, members: RequestMembers = {}): AccessRequest {
  return {
    action: `secretsmanager:${operation}`,
    resource: secret.id,
    shownResource: secret.id,
    resourceAccountId: secret.accountId,
    secretName: secret.name,
    context: () => requestContext(operation, members, secret, requestedKeyArn(context, members.KmsKeyId)),
    ...(secret.resourcePolicy === undefined ? {} : { resourcePolicy: secret.resourcePolicy }),
    keptBy: { row: secret, version: 0 },
  }
}

/** The account's root can always replace or remove a policy, whatever it denies: nobody else could undo a lock-out. */
function isWayBackIn({ caller: { principal } }: CallContext, operation: string, secret: SecretRecord): boolean {
  return principal.type === 'root' && principal.accountId === secret.accountId && (operation === 'PutResourcePolicy' || operation === 'DeleteResourcePolicy')
}

/**
 * Asks for every action that an operation needs before anything is looked up, by the table of them; without a secret, those
 * on secrets are asked for all of them. What is needed for each secret of a batch is asked when it is read.
 */
export function authorizeOperation(context: CallContext, operation: string, secretId?: string, members: Parameters<typeof secretsManagerActions>[1] = {}): void {
  for (const { action, target } of secretsManagerActions(operation, members)) {
    const name = action.slice(action.indexOf(':') + 1)
    if (target === 'everything' || (target === 'secret' && secretId === undefined)) authorizeAllSecrets(context, name)
    else if (target === 'secret' && secretId !== undefined) authorizeSecret(context, name, secretId)
  }
}

/** Asks for an action that has no resource, such as ListSecrets. */
export function authorizeAllSecrets(context: CallContext, operation: string): void {
  context.authorize(allSecretsRequest(context, operation))
}

/** The question to the policies for an action that has no resource. */
export function allSecretsRequest(context: CallContext, operation: string): AccessRequest {
  return {
    action: `secretsmanager:${operation}`,
    resource: '*',
    resourceAccountId: context.accountId,
    context: () => requestContext(operation, {}, null),
  }
}

/** The ARN of the key that a request names, when there is such a key. */
export function requestedKeyArn(context: CallContext, kmsKeyId: string | undefined): string | undefined {
  if (kmsKeyId === undefined || kmsKeyId === '') return undefined
  try {
    return findKey({ keys: context.region.keys, region: context.region.region, accountId: context.accountId }, kmsKeyId).arn
  } catch {
    return undefined
  }
}

/** The condition keys of a request. Source: Service Authorization Reference, "Condition keys for AWS Secrets Manager". */
export function requestContext(operation: string, members: RequestMembers, secret: SecretRecord | null, kmsKeyArn?: string): RequestContext {
  const tags = members.Tags?.map((tag): SecretTag => ({ Key: tag.Key ?? '', Value: tag.Value ?? '' }))
  const present = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as SecretsManagerMembers
  return secretsManagerContext({
    operation,
    members: { ...present, ...(tags === undefined ? {} : { Tags: tags }) },
    ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
    ...(secret === null
      ? {}
      : {
          secret: {
            arn: secret.id,
            tags: Object.fromEntries((secret.tags ?? []).map((tag) => [tag.Key, tag.Value])),
            ...(secret.rotation === undefined ? {} : { rotationLambdaArn: secret.rotation.functionArn }),
            ...(secret.type === undefined ? {} : { type: secret.type }),
            ...primaryRegionFact(secret),
          },
        }),
  })
}

function primaryRegionFact(secret: SecretRecord): { readonly primaryRegion?: string } {
  const primaryRegion = primaryRegionOf(secret)
  return primaryRegion === undefined ? {} : { primaryRegion }
}
