import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { Input, Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeOperation, authorizeSecret } from './authorize-secret.ts'
import { findActiveSecret, lookUpSecret } from './find-secret.ts'
import { readVersion } from './get-secret-value.ts'
import { pageAfter } from './next-token.ts'
import { checkFilters, passesFilters } from './secret-filters.ts'
import { checkSecretId } from './secret-name.ts'
import { versionWithStage } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { AWSCURRENT } from './staging-labels.ts'

type BatchInput = Input<'secretsmanager:BatchGetSecretValue'>
type BatchOutput = Output<'secretsmanager:BatchGetSecretValue'>

/**
 * BatchGetSecretValue. Like GetSecretValue it waits while a rotation changes the password of one of the secrets.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export const batchGetSecretValue: CallHandler<'secretsmanager:BatchGetSecretValue'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeOperation(context, 'BatchGetSecretValue', undefined, input)
  },
  holds(context, input) {
    if (context.vault.heldReads.isIdle) return null
    const arns = chooseIds(context, input).ids.flatMap((secretId) => lookUpSecret(context, secretId)?.id ?? [])
    return context.vault.heldReads.wait(arns, context.caller)
  },
  handle(context, input) {
    const { ids, nextToken } = chooseIds(context, input)
    const values: BatchOutput['SecretValues'][number][] = []
    const errors: BatchOutput['Errors'][number][] = []
    for (const secretId of ids) {
      try {
        values.push(readOne(context, secretId))
      } catch (thrown) {
        const error = ServiceError.from(thrown)
        // One damaged value must not keep the others away.
        if (error.fault === 'server' && error.code !== 'VaultDamaged') throw error
        errors.push({ SecretId: secretId, ErrorCode: error.code, Message: error.message })
      }
    }
    return { SecretValues: values, Errors: errors, NextToken: nextToken }
  },
}

function chooseIds(context: CallContext, input: BatchInput): { readonly ids: readonly string[]; readonly nextToken: string | undefined } {
  if ((input.SecretIdList === undefined) === (input.Filters === undefined)) {
    throw new ServiceError('InvalidParameterException', "Either 'SecretIdList' or 'Filters' must be provided, but not both.")
  }
  if (input.MaxResults !== undefined && input.Filters === undefined) {
    throw new ServiceError('InvalidParameterException', "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.")
  }
  if (input.SecretIdList !== undefined) return { ids: input.SecretIdList, nextToken: undefined }
  const filters = checkFilters(input.Filters)
  const matching = context.region.secrets
    .ofAccount(context.accountId)
    .filter((secret) => secret.deletedAtMs === undefined && passesFilters(secret, filters))
  const { page, nextToken } = pageAfter(context, 'BatchGetSecretValue', { Filters: input.Filters }, matching, (secret) => secret.sequence, input.MaxResults ?? LIMITS.batchItems, input.NextToken)
  return { ids: page.map((secret) => secret.id), nextToken }
}

function readOne(context: CallContext, secretId: string): BatchOutput['SecretValues'][number] {
  checkSecretId(secretId)
  authorizeSecret(context, 'GetSecretValue', secretId)
  const secret = findActiveSecret(context, secretId)
  const version = versionWithStage(secret, AWSCURRENT)
  if (version === null) throw secretsManagerErrors.noValueForStage(AWSCURRENT)
  return readVersion(context, secret, version)
}
