import type { FunctionInvocation, RotationEvent } from '../engine/rotation/function-runner.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { functionSettings, type FunctionSettings } from './function-settings.ts'
import type { Redactor } from './redactor.ts'
import { RotationFailure, valueError } from './rotation-failure.ts'

/** What one step of a rotation works with. */
export interface StepRun {
  readonly event: RotationEvent
  readonly call: FunctionInvocation['call']
  readonly signal: AbortSignal
  readonly settings: FunctionSettings
  readonly redactor: Redactor
  /** A line of the outcome's log; redacted. */
  note(text: string): void
}

interface Described {
  readonly RotationEnabled?: boolean
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[]
}

const STEPS: readonly string[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret']

/** The event's fields, checked as AWS's functions check them: printable ASCII. @throws RotationFailure ValueError */
export function readEvent(payload: unknown): RotationEvent {
  const fields = (typeof payload === 'object' && payload !== null ? payload : {}) as Readonly<Record<string, unknown>>
  for (const name of ['SecretId', 'ClientRequestToken', 'Step']) {
    const value = fields[name]
    if (typeof value !== 'string' || value === '') throw valueError(`No value provided for "${name}".`)
    if (!/^[ -~]*$/.test(value)) throw valueError(`"${name}" contains invalid characters.`)
  }
  return fields as unknown as RotationEvent
}

/**
 * The guard that AWS's functions run before every step: one DescribeSecret call. Null when the version is current already, so
 * that nothing is left to do. A missing RotationEnabled counts as enabled, as in AWS's database functions.
 * @throws RotationFailure ValueError
 */
export async function beginStep(
  event: RotationEvent,
  { call, signal, environment, redactor, write }: Pick<FunctionInvocation, 'call' | 'signal'> & { readonly environment: Readonly<Record<string, string>>; readonly redactor: Redactor; readonly write: (text: string) => void },
): Promise<{ readonly run: StepRun; readonly stages: Readonly<Record<string, readonly string[]>> } | null> {
  const { SecretId: arn, ClientRequestToken: token, Step: step } = event
  const described = (await call('DescribeSecret', { SecretId: arn })) as Described
  const note = (text: string): void => write(redactor.mask(text))
  if (described.RotationEnabled === false) throw valueError(`Secret ${arn} is not enabled for rotation`)
  const stages = described.VersionIdsToStages ?? {}
  const labels = stages[token]
  if (labels === undefined) throw valueError(`Secret version ${token} has no stage for rotation of secret ${arn}.`)
  if (labels.includes('AWSCURRENT')) {
    note(`Secret version ${token} already set as AWSCURRENT for secret ${arn}.`)
    return null
  }
  if (!labels.includes('AWSPENDING')) throw valueError(`Secret version ${token} not set as AWSPENDING for rotation of secret ${arn}.`)
  if (!STEPS.includes(step)) throw valueError(`Invalid step parameter ${step} for secret ${arn}`)
  return { run: { event, call, signal, settings: functionSettings(environment, described.Tags ?? []), redactor, note }, stages }
}

/**
 * finishSecret: moves AWSCURRENT to the version. A version without a value is refused, since AWS would move the label all the
 * same and leave a secret that nobody can read.
 * @throws RotationFailure ValueError
 */
export async function finishSecret({ event, call, note }: StepRun, stages: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const { SecretId: arn, ClientRequestToken: token } = event
  const currentId = Object.entries(stages).find(([, labels]) => labels.includes('AWSCURRENT'))?.[0]
  if (currentId === undefined) throw valueError(`Secret ${arn} has no version with AWSCURRENT.`)
  await call('GetSecretValue', { SecretId: arn, VersionId: token, VersionStage: 'AWSPENDING' })
  await call('UpdateSecretVersionStage', { SecretId: arn, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: currentId })
  note(`finishSecret: Successfully set AWSCURRENT stage to version ${token} for secret ${arn}.`)
}

/** The text of a version; null when there is no such version, or it has no value yet. @throws RotationFailure ValueError for a binary value */
export async function readVersion({ event, call, redactor }: StepRun, stage: 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS'): Promise<Sensitive<string> | null> {
  const version = stage === 'AWSPENDING' ? { VersionId: event.ClientRequestToken } : {}
  let answer: { readonly SecretString?: string }
  try {
    answer = (await call('GetSecretValue', { SecretId: event.SecretId, ...version, VersionStage: stage })) as typeof answer
  } catch (thrown) {
    if (isNotFound(thrown)) return null
    throw thrown
  }
  if (answer.SecretString === undefined) throw valueError(`The ${stage} value of secret ${event.SecretId} is binary; built-in functions rotate text.`)
  const value = new Sensitive(answer.SecretString)
  redactor.add(value)
  return value
}

/** Like `readVersion`, for one that has to be there. @throws RotationFailure ResourceNotFoundException */
export async function requireVersion(run: StepRun, stage: 'AWSCURRENT' | 'AWSPENDING'): Promise<Sensitive<string>> {
  const value = await readVersion(run, stage)
  if (value === null) throw new RotationFailure('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${stage}`)
  return value
}

/** Stores the value of the version being made. */
export async function putPending({ event, call, redactor }: StepRun, value: Sensitive<string>): Promise<void> {
  redactor.add(value)
  await call('PutSecretValue', { SecretId: event.SecretId, ClientRequestToken: event.ClientRequestToken, SecretString: value.reveal(), VersionStages: ['AWSPENDING'] })
}

function isNotFound(thrown: unknown): boolean {
  return (thrown as { readonly code?: unknown } | null)?.code === 'ResourceNotFoundException'
}
