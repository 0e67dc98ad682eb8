import { ServiceError } from '../../../shared/errors.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeAllKeys } from './authorize-key.ts'
import { checkCryptographicRequest } from './encryption-request.ts'

/** GenerateRandom. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html */
export const generateRandom: CallHandler<'kms:GenerateRandom'> = {
  kind: 'call',
  check(input) {
    if (input.NumberOfBytes === undefined) throw new ServiceError('ValidationException', 'NumberOfBytes is required.')
    if (input.CustomKeyStoreId !== undefined) {
      throw new ServiceError('CustomKeyStoreNotFoundException', `There is no custom key store ${input.CustomKeyStoreId}.`)
    }
    checkCryptographicRequest({ Recipient: input.Recipient }, [])
  },
  authorize(context) {
    authorizeAllKeys(context, 'kms:GenerateRandom')
  },
  handle(context, input) {
    return { Plaintext: new Sensitive(context.host.random.bytes(input.NumberOfBytes ?? 0)) }
  },
}
