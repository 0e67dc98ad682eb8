import type { BuiltInFunction, FunctionInvocation, FunctionOutcome, FunctionRunner, LoginProbe, RotationEvent } from '../../electron/engine/rotation/function-runner.ts'
import type { Sensitive } from '../../shared/sensitive.ts'

export const SCRIPTED: BuiltInFunction = { name: 'builtin-scripted', title: 'Scripted', engines: ['postgres'], strategy: 'single' }

/** The time of every line that it writes. */
export const LOGGED_AT_MS = Date.UTC(2026, 0, 15, 12, 0, 0, 250)

type Script = (event: RotationEvent, invocation: FunctionInvocation) => Promise<unknown>

/** A runner whose functions do what a test says; it keeps every invocation. */
export class ScriptedRunner implements FunctionRunner {
  readonly builtIns = [SCRIPTED]
  readonly invocations: FunctionInvocation[] = []
  script: Script
  login: (value: { readonly username?: string; readonly password?: string }) => LoginProbe = () => ({ status: 'works', isEncrypted: true, server: 'scripted' })

  constructor(script: Script = rotateByTheBook) {
    this.script = script
  }

  get steps(): readonly string[] {
    return this.invocations.map((invocation) => (invocation.payload as RotationEvent).Step)
  }

  async run(invocation: FunctionInvocation): Promise<FunctionOutcome> {
    this.invocations.push(invocation)
    try {
      return { status: 'succeeded', payload: await this.script(invocation.payload as RotationEvent, invocation), log: [{ atMs: LOGGED_AT_MS, text: `ran ${String((invocation.payload as RotationEvent).Step)}` }] }
    } catch (thrown) {
      const error = thrown as Error & { readonly code?: string }
      return { status: 'failed', errorType: error.code ?? error.name, errorMessage: error.message, log: [{ atMs: LOGGED_AT_MS, text: 'failed' }] }
    }
  }

  async probe(value: Sensitive<string>): Promise<LoginProbe | null> {
    let fields: { readonly engine?: string; readonly username?: string; readonly password?: string }
    try {
      fields = JSON.parse(value.reveal()) as typeof fields
    } catch {
      return null
    }
    return fields.engine === undefined ? null : this.login(fields)
  }

  async runtimes(): Promise<Awaited<ReturnType<FunctionRunner['runtimes']>>> {
    return [{ runtime: 'python', version: '3.11.2', isolation: 'none' }]
  }
}

type Stages = Readonly<Record<string, readonly string[]>>

/** What AWS's template does in its four steps, without a database: a new `password` beside whatever else the secret holds. */
export async function rotateByTheBook({ Step, SecretId, ClientRequestToken }: RotationEvent, { call }: FunctionInvocation): Promise<null> {
  const { VersionIdsToStages = {}, RotationEnabled } = (await call('DescribeSecret', { SecretId })) as { VersionIdsToStages?: Stages; RotationEnabled?: boolean }
  if (RotationEnabled !== true) throw new Error(`Secret ${SecretId} is not enabled for rotation`)
  const stages = VersionIdsToStages[ClientRequestToken]
  if (stages === undefined) throw new Error(`Secret version ${ClientRequestToken} has no stage for rotation of secret ${SecretId}.`)
  if (stages.includes('AWSCURRENT')) return null
  if (!stages.includes('AWSPENDING')) throw new Error(`Secret version ${ClientRequestToken} not set as AWSPENDING for rotation of secret ${SecretId}.`)
  if (Step === 'createSecret') await createSecret(SecretId, ClientRequestToken, call)
  if (Step === 'testSecret') await call('GetSecretValue', { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })
  if (Step === 'finishSecret') {
    const RemoveFromVersionId = Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes('AWSCURRENT'))?.[0]
    await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId })
  }
  return null
}

async function createSecret(SecretId: string, ClientRequestToken: string, call: FunctionInvocation['call']): Promise<void> {
  const current = (await call('GetSecretValue', { SecretId, VersionStage: 'AWSCURRENT' })) as { SecretString: string }
  try {
    await call('GetSecretValue', { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })
    return
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'ResourceNotFoundException') throw thrown
  }
  const { RandomPassword } = (await call('GetRandomPassword', { ExcludeCharacters: '/@"\'\\' })) as { RandomPassword: string }
  const SecretString = JSON.stringify({ ...(JSON.parse(current.SecretString) as object), password: RandomPassword })
  await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] })
}
