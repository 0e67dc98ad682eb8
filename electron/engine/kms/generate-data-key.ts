import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeDataKey, checkDataKeyRequest, newDataKey } from './new-data-key.ts'

/** GenerateDataKey. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html */
export const generateDataKeyForCaller: CallHandler<'kms:GenerateDataKey'> = {
  kind: 'call',
  check(input) {
    checkDataKeyRequest(input)
  },
  authorize(context, input) {
    authorizeDataKey(context, 'kms:GenerateDataKey', input)
  },
  handle(context, input) {
    const { dataKey, answer } = newDataKey(context, 'GenerateDataKey', input)
    return { ...answer, Plaintext: new Sensitive<Uint8Array>(dataKey) }
  },
}
