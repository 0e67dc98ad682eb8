import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mergeRunners } from '../../../electron/core/merge-runners.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { createBuiltInRunner } from '../../../electron/functions/built-in-runner.ts'
import { createSystemClock } from '../../../electron/host/system-clock.ts'
import { fileKeychain } from '../../support/file-keychain.ts'
import { createTestHost } from '../../support/test-host.ts'

/**
 * A process to be killed: `core-to-kill.ts FOLDER ACCOUNT REGION FUNCTION POINT` makes a vault in FOLDER, with the secrets that the environment
 * holds as JSON (SECRETS; `MASTER` in the last stands for the ARN of the first), asks for a rotation of the last, and stands
 * still at POINT (`before:setSecret`), which it says. At a point that only the database sees it goes on.
 */
const [folder = '', account = '', region = '', functionName = '', halt = ''] = process.argv.slice(2)
const secrets = JSON.parse(process.env['SECRETS'] ?? '[]') as object[]

async function standStillAt(point: string): Promise<void> {
  if (point !== halt) return
  writeFileSync(1, 'HALTED\n')
  await new Promise(() => setInterval(() => undefined, 1_000))
}

const builtIn = createBuiltInRunner()
const run: typeof builtIn.run = async (invocation) => {
  const { Step } = invocation.payload as RotationEvent
  await standStillAt(`before:${Step}`)
  const outcome = await builtIn.run(invocation)
  await standStillAt(`after:${Step}`)
  return outcome
}
const host = createTestHost(join(folder, 'vault'), { keychain: fileKeychain(join(folder, 'keychain.json')), clock: createSystemClock(), functions: mergeRunners({ builtIn: { ...builtIn, run } }) })
const engine = createEngine(host, { accountId: account, region })
const call = (operation: string, input: object): Promise<unknown> => engine.execute({ door: 'window', principal: { type: 'root', accountId: account }, region, requestId: randomUUID() }, operation, input)

await call('workbench:CreateVault', { Protection: 'keychain' })
let arn = ''
for (const [index, secret] of secrets.entries()) {
  const { ARN } = (await call('secretsmanager:CreateSecret', { Name: `db-${index}`, SecretString: JSON.stringify(secret).replace('MASTER', arn) })) as { ARN: string }
  arn = ARN
}
const RotationLambdaARN = `arn:aws:lambda:${region}:${account}:function:${functionName}`
await call('secretsmanager:RotateSecret', { SecretId: arn, ClientRequestToken: process.env['TOKEN'], RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 30 } })
setInterval(() => undefined, 1_000)
