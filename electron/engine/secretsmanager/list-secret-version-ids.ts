import { LIMITS } from '../../../shared/limits.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findSecret } from './find-secret.ts'
import { pageAfter } from './next-token.ts'
import { checkSecretId } from './secret-name.ts'

const DEFAULT_KEY_NAME = 'DefaultEncryptionKey'

/** ListSecretVersionIds. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html */
export const listSecretVersionIds: CallHandler<'secretsmanager:ListSecretVersionIds'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'ListSecretVersionIds', input.SecretId)
  },
  handle(context, input) {
    const secret = context.region.accessDates.current(findSecret(context, input.SecretId))
    // Oldest first; the id breaks ties of one millisecond.
    const listed = secret.versions
      .filter((version) => input.IncludeDeprecated === true || (version.stages.length > 0 && version.valueId !== null))
      .map((version) => ({ version, position: `${String(version.createdAtMs).padStart(15, '0')} ${version.versionId}` }))
      .sort((left, right) => (left.position < right.position ? -1 : 1))
    const query = [secret.id, input.IncludeDeprecated]
    const { page, nextToken } = pageAfter(context, 'ListSecretVersionIds', query, listed, (entry) => entry.position, input.MaxResults ?? LIMITS.listPageItems, input.NextToken)
    return {
      ARN: secret.id,
      Name: secret.name,
      Versions: page.map(({ version }) => ({
        VersionId: version.versionId,
        VersionStages: version.stages.length === 0 ? undefined : version.stages,
        LastAccessedDate: version.lastAccessedAtMs,
        CreatedDate: version.createdAtMs,
        KmsKeyIds: [version.kmsKeyId ?? DEFAULT_KEY_NAME],
      })),
      NextToken: nextToken,
    }
  },
}
