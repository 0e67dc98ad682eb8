import { randomUUID } from 'node:crypto'
import { startTestCore, TEST_ACCOUNT, TEST_REGION, type TestCore } from '../../support/test-core.ts'

/** What a secret of a test holds. */
export type Fields = Readonly<Record<string, unknown>>

export interface Ended {
  readonly state: string
  readonly errorType: string | undefined
  readonly errorMessage: string | undefined
  /** Lines of the functions' logs, of this rotation. */
  readonly log: readonly string[]
}

/** A real vault in a real core with the functions that ship, and rotations that are waited for. */
export interface RotationDesk {
  readonly core: TestCore
  /** Makes a secret of a JSON object and returns its ARN. */
  make(fields: Fields, tags?: Readonly<Record<string, string>>): Promise<string>
  read(arn: string, stage?: string): Promise<Fields>
  write(arn: string, fields: Fields): Promise<void>
  /** Calls RotateSecret with a built-in function and waits until it ended, or failed its first try. */
  rotate(arn: string, functionName: string): Promise<Ended>
  /** Tries the rotation that failed again, now. */
  retry(arn: string): Promise<Ended>
  close(): Promise<void>
}

export function builtInArn(name: string): string {
  return `arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:${name}`
}

export async function openDesk(): Promise<RotationDesk> {
  const core = await startTestCore()
  await core.call('workbench:CreateVault', { Protection: 'keychain' })
  const read = async (SecretId: string, VersionStage = 'AWSCURRENT'): Promise<Fields> =>
    JSON.parse((await core.call('secretsmanager:GetSecretValue', { SecretId, VersionStage })).SecretString ?? '{}') as Fields
  const ended = async (SecretId: string, token: string, stepsBefore: number): Promise<Ended> => {
    const deadline = Date.now() + 45_000
    for (;;) {
      const { Active, History, Log } = await core.call('workbench:GetRotation', { SecretId, VersionId: token })
      const log = Log.map(({ Text }) => Text)
      const run = History.find(({ VersionId }) => VersionId === token)
      if (run !== undefined) return { state: run.Outcome, errorType: undefined, errorMessage: run.Reason, log }
      if (Active !== undefined && Active.Steps.length > stepsBefore && !['running', 'waiting', 'postponed'].includes(Active.State)) return { state: 'failed', errorType: Active.ErrorType, errorMessage: Active.ErrorMessage, log }
      if (Active?.State === 'postponed') return { state: 'postponed', errorType: Active.ErrorType, errorMessage: Active.ErrorMessage, log }
      if (Date.now() > deadline) throw new Error(`The rotation did not end: ${JSON.stringify(Active)}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
  return {
    core,
    async make(fields, tags = {}) {
      const { ARN } = await core.call('secretsmanager:CreateSecret', {
        Name: `db-${randomUUID()}`,
        ClientRequestToken: randomUUID(),
        SecretString: JSON.stringify(fields),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })
      return ARN ?? ''
    },
    read,
    async write(SecretId, fields) {
      await core.call('secretsmanager:PutSecretValue', { SecretId, ClientRequestToken: randomUUID(), SecretString: JSON.stringify(fields) })
    },
    async rotate(SecretId, functionName) {
      const token = randomUUID()
      await core.call('secretsmanager:RotateSecret', { SecretId, RotationLambdaARN: builtInArn(functionName), ClientRequestToken: token, RotationRules: { AutomaticallyAfterDays: 30 } })
      return ended(SecretId, token, 0)
    },
    async retry(SecretId) {
      const { Active } = await core.call('workbench:GetRotation', { SecretId })
      const before = Active?.Steps.length ?? 0
      await core.call('workbench:RetryRotation', { SecretId })
      return ended(SecretId, Active?.VersionId ?? '', before)
    },
    close: () => core.close(),
  }
}
