import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeOperation } from './authorize-secret.ts'
import { randomPassword } from './random-password.ts'

const DEFAULT_LENGTH = 32

/** GetRandomPassword. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword: CallHandler<'secretsmanager:GetRandomPassword'> = {
  kind: 'call',
  authorize(context) {
    authorizeOperation(context, 'GetRandomPassword')
  },
  handle(context, input) {
    const password = randomPassword(
      {
        length: input.PasswordLength ?? DEFAULT_LENGTH,
        excludeCharacters: input.ExcludeCharacters ?? '',
        excludeLowercase: input.ExcludeLowercase ?? false,
        excludeUppercase: input.ExcludeUppercase ?? false,
        excludeNumbers: input.ExcludeNumbers ?? false,
        excludePunctuation: input.ExcludePunctuation ?? false,
        includeSpace: input.IncludeSpace ?? false,
        requireEachIncludedType: input.RequireEachIncludedType ?? true,
      },
      context.host.random,
    )
    return { RandomPassword: new Sensitive(password) }
  },
}
