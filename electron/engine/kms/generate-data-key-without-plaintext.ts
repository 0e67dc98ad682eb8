import type { CallHandler } from '../operation-handler.ts'
import { authorizeDataKey, checkDataKeyRequest, newDataKey } from './new-data-key.ts'

/** GenerateDataKeyWithoutPlaintext. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKeyWithoutPlaintext.html */
export const generateDataKeyWithoutPlaintext: CallHandler<'kms:GenerateDataKeyWithoutPlaintext'> = {
  kind: 'call',
  check(input) {
    checkDataKeyRequest(input)
  },
  authorize(context, input) {
    authorizeDataKey(context, 'kms:GenerateDataKeyWithoutPlaintext', input)
  },
  handle(context, input) {
    const { dataKey, answer } = newDataKey(context, 'GenerateDataKeyWithoutPlaintext', input)
    dataKey.fill(0)
    return answer
  },
}
