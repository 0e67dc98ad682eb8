import type { CallHandler } from '../operation-handler.ts'
import { shownReplication } from '../replication/shown-replication.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { describedSecret } from './described-secret.ts'
import { findSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'
import { stagesByVersion } from './secret-record.ts'

/** DescribeSecret. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html */
export const describeSecret: CallHandler<'secretsmanager:DescribeSecret'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'DescribeSecret', input.SecretId)
  },
  handle(context, input) {
    const secret = context.region.accessDates.current(findSecret(context, input.SecretId))
    return { ...describedSecret(secret), VersionIdsToStages: stagesByVersion(secret), ReplicationStatus: shownReplication(context, secret) }
  },
}
