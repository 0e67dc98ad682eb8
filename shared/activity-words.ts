import type { Wire } from './shape/shape.ts'
import type { ActivityEvent } from './operations/workbench-access.ts'

/** One call of the activity record as it crosses a door. */
export type ActivityLine = Wire<typeof ActivityEvent>

/** `GetSecretValue` of `secretsmanager:GetSecretValue`. */
export function operationLabel(operation: string): string {
  return operation.slice(operation.indexOf(':') + 1)
}

/** `root`, `user/ci`, `role/api`, or the ARN as it is when it is none of these. */
export function principalLabel(principalArn: string): string {
  const resource = principalArn.split(':').slice(5).join(':')
  if (resource === '') return principalArn
  const [kind, ...rest] = resource.split('/')
  return kind === 'assumed-role' ? `role/${rest[0] ?? ''}` : resource
}

/** The name of the secret or key that an ARN names, without the six characters that AWS appends to a secret's name. */
export function resourceLabel(resource: string): string {
  const [prefix, , service, , , ...rest] = resource.split(':')
  if (prefix !== 'arn') return resource
  const path = rest.join(':')
  if (service === 'secretsmanager' && path.startsWith('secret:')) return path.slice('secret:'.length).replace(/-[A-Za-z0-9]{6}$/, '')
  return path === '' ? resource : path
}

/**
 * What a call was about, in one line; empty when it named nothing. The KMS key that a secret's value needed is not what the
 * call was about; the details of the call show it.
 */
export function resourcesLabel(resources: readonly string[]): string {
  const secrets = resources.filter((resource) => !/^arn:[^:]*:kms:/.test(resource))
  const [first, ...others] = secrets.length === 0 ? resources : secrets
  if (first === undefined) return ''
  return others.length === 0 ? resourceLabel(first) : `${resourceLabel(first)} and ${others.length} more`
}

/** `0.8 ms`, `12 ms`, `1.2 s` for a duration in microseconds; what took none that can be measured is `< 0.1 ms`. */
export function durationLabel(micros: number): string {
  const milliseconds = micros / 1000
  if (milliseconds < 0.05) return '< 0.1 ms'
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`
}

const DOOR_LABEL: Readonly<Record<ActivityLine['Door'], string>> = {
  window: 'window',
  endpoint: 'endpoint',
  cli: 'command line',
  scheduler: 'scheduler',
  function: 'function',
}

export function doorLabel(door: ActivityLine['Door']): string {
  return DOOR_LABEL[door]
}
