import type { Host } from '../host.ts'
import type { OpenVault } from '../open-vault.ts'
import { principalArn } from '../caller.ts'

/** CloudTrail's names of what the service does by itself. Source: user guide, "Log AWS Secrets Manager events with AWS CloudTrail". */
export type RotationEventName =
  | 'RotationStarted'
  | 'RotationSucceeded'
  | 'RotationFailed'
  | 'RotationAbandoned'
  | 'TestRotationStarted'
  | 'TestRotationSucceeded'
  | 'TestRotationFailed'

const SERVICE = { type: 'service', name: 'secretsmanager.amazonaws.com' } as const

/** Puts an event of a rotation into the activity; one that cannot be written is in the log. */
export function recordRotationEvent(parts: { readonly host: Host; readonly vault: OpenVault }, event: { readonly name: RotationEventName; readonly secretArn: string; readonly accountId: string; readonly region: string; readonly errorType?: string | undefined }): void {
  const { host, vault } = parts
  const { name, secretArn, accountId, region, errorType } = event
  vault.audit
    .append({
      id: host.random.uuid(),
      timeMs: host.clock.nowMs(),
      door: 'scheduler',
      principalArn: principalArn(SERVICE, region),
      accountId,
      operation: `secretsmanager:${name}`,
      resources: [secretArn],
      region,
      requestId: host.random.uuid(),
      outcome: name.endsWith('Failed') || name === 'RotationAbandoned' ? 'failed' : 'allowed',
      durationMicros: 0,
      phase: 'result',
      ...(errorType === undefined ? {} : { errorCode: errorType }),
    })
    .catch(() => host.log.warn('An event of a rotation could not be put on record', { name, secretArn }))
}
