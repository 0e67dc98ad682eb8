import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { pageByMarker } from './page-by-marker.ts'
import { POLICY_NAME } from './policy-name.ts'

const DEFAULT_LIMIT = 100

/** ListKeyPolicies: every key has one. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeyPolicies.html */
export const listKeyPolicies: CallHandler<'kms:ListKeyPolicies'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:ListKeyPolicies', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    keyOfIdOrArn(context, input.KeyId)
    const { page, nextMarker, truncated } = pageByMarker([POLICY_NAME], (name) => name, input.Limit ?? DEFAULT_LIMIT, input.Marker)
    return { PolicyNames: page, NextMarker: nextMarker, Truncated: truncated }
  },
}
