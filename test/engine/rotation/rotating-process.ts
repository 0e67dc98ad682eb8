import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { FunctionInvocation, RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { createSystemClock } from '../../../electron/host/system-clock.ts'
import { fileKeychain, writeWhole } from '../../support/file-keychain.ts'
import { rotateByTheBook, ScriptedRunner } from '../../support/scripted-runner.ts'
import { createTestHost } from '../../support/test-host.ts'

/**
 * A process to be killed: `rotating-process.ts FOLDER HALT` opens the vault in FOLDER (it makes one, and asks for a rotation,
 * when there is none) and rotates. At HALT (`before:setSecret`, `after:setSecret`, `probe`) it says so and stands still. When
 * the rotation has ended it says how things are. The "database" is a file with the password that it takes.
 */
const [folder = '', halt = ''] = process.argv.slice(2)
const ACCOUNT = '123456789012'
const REGION = 'eu-central-1'
const DATABASE = join(folder, 'database.json')
const KEYCHAIN = join(folder, 'keychain.json')

const keychain = fileKeychain(KEYCHAIN)

function say(line: string): void {
  writeFileSync(1, `${line}\n`)
}

async function standStillAt(point: string): Promise<void> {
  if (point !== halt) return
  say('HALTED')
  await new Promise(() => setInterval(() => undefined, 1000))
}

const taken = (): string => (JSON.parse(readFileSync(DATABASE, 'utf8')) as { password: string }).password

async function passwordOf(call: FunctionInvocation['call'], input: object): Promise<string> {
  const { SecretString } = (await call('GetSecretValue', input)) as { SecretString: string }
  return (JSON.parse(SecretString) as { password: string }).password
}

/** Single-user rotation as AWS's functions do it: pending first, then current, and only then the change. */
async function rotate(event: RotationEvent, invocation: FunctionInvocation): Promise<null> {
  const { Step, SecretId, ClientRequestToken } = event
  await standStillAt(`before:${Step}`)
  await rotateByTheBook(event, invocation)
  const { VersionIdsToStages } = (await invocation.call('DescribeSecret', { SecretId })) as { VersionIdsToStages: Record<string, string[]> }
  if (VersionIdsToStages[ClientRequestToken]?.includes('AWSCURRENT') !== true && (Step === 'setSecret' || Step === 'testSecret')) {
    const pending = await passwordOf(invocation.call, { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' })
    if (taken() !== pending) {
      if (Step === 'testSecret' || taken() !== (await passwordOf(invocation.call, { SecretId }))) throw new Error('Unable to log into database')
      writeWhole(DATABASE, JSON.stringify({ password: pending }))
    }
  }
  await standStillAt(`after:${Step}`)
  return null
}

class HaltingRunner extends ScriptedRunner {
  override async probe(): Promise<null> {
    await standStillAt('probe')
    return null
  }
}

const engine = createEngine(createTestHost(folder, { keychain, clock: createSystemClock(), functions: new HaltingRunner(rotate) }), { accountId: ACCOUNT, region: REGION })
const run = (operation: string, input: unknown): Promise<unknown> =>
  engine.execute({ door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: randomUUID() }, operation, input)

if (existsSync(KEYCHAIN)) await run('workbench:Unlock', { Method: 'keychain' })
else {
  writeWhole(DATABASE, JSON.stringify({ password: 'first' }))
  await run('workbench:CreateVault', { Protection: 'keychain' })
  await run('secretsmanager:CreateSecret', { Name: 'db', SecretString: JSON.stringify({ engine: 'postgres', host: 'db', username: 'app', password: 'first' }) })
  const RotationLambdaARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:builtin-scripted`
  const { VersionId } = (await run('secretsmanager:RotateSecret', { SecretId: 'db', RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 30 } })) as { VersionId: string }
  say(`TOKEN ${VersionId}`)
}

for (;;) {
  const { Active, History } = (await run('workbench:GetRotation', { SecretId: 'db' })) as { Active?: unknown; History: readonly object[] }
  if (Active === undefined) {
    const { VersionIdsToStages } = (await run('secretsmanager:DescribeSecret', { SecretId: 'db' })) as { VersionIdsToStages: object }
    const current = await passwordOf((operation, input) => run(`secretsmanager:${operation}`, input), { SecretId: 'db' })
    say(`ENDED ${JSON.stringify({ VersionIdsToStages, History, isLive: current === taken(), isNew: current !== 'first' })}`)
    break
  }
  await new Promise((resolve) => setImmediate(resolve))
}
await engine.close()
