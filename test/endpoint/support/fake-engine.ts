import { ServiceError } from '../../../shared/errors.ts'
import { type Caller, principalArn, principalAccountId } from '../../../electron/engine/caller.ts'
import type { AccessKeyIdentity, Engine, EngineStatus, Refusal } from '../../../electron/engine/engine.ts'
import type { Clock, Logger } from '../../../electron/engine/host.ts'

export const ACCOUNT_ID = '123456789012'
export const ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
export const SECRET_ACCESS_KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

interface Call {
  readonly caller: Caller
  readonly operation: string
  readonly input: unknown
}

export interface FakeEngine extends Engine {
  readonly calls: Call[]
  readonly refusals: Refusal[]
  readonly accessKeys: Map<string, AccessKeyIdentity>
  state: EngineStatus['state']
  /** Replaces the answer to every operation. */
  respond: ((call: Call) => unknown) | null
}

/** An engine in memory that keeps strings under names, for tests of the door alone. */
export function createFakeEngine(): FakeEngine {
  const secrets = new Map<string, { readonly arn: string; readonly value: string; readonly versionId: string }>()
  const engine: FakeEngine = {
    calls: [],
    refusals: [],
    accessKeys: new Map([[ACCESS_KEY_ID, { secretAccessKey: SECRET_ACCESS_KEY, principal: userPrincipal('alice') }]]),
    state: 'unsealed',
    respond: null,
    status: () => ({ state: engine.state, regions: ['us-east-1', 'eu-west-1'], homeRegion: 'us-east-1', defaultAccountId: ACCOUNT_ID }),
    findAccessKey: (accessKeyId) => engine.accessKeys.get(accessKeyId) ?? null,
    recordRefusal: (refusal) => {
      engine.refusals.push(refusal)
    },
    onEvent: () => () => undefined,
    close: async () => undefined,
    execute: async (caller, operation, input) => {
      const call = { caller, operation, input }
      engine.calls.push(call)
      if (engine.respond !== null) return engine.respond(call)
      return answer(secrets, call)
    },
  }
  return engine
}

function answer(secrets: Map<string, { readonly arn: string; readonly value: string; readonly versionId: string }>, { caller, operation, input }: Call): unknown {
  const members = input as Readonly<Record<string, string>>
  switch (operation) {
    case 'secretsmanager:CreateSecret': {
      const name = String(members['Name'])
      const versionId = String(members['ClientRequestToken'])
      const arn = `arn:aws:secretsmanager:${caller.region}:${principalAccountId(caller.principal)}:secret:${name}-Ab12Cd`
      secrets.set(name, { arn, value: String(members['SecretString']), versionId })
      return { ARN: arn, Name: name, VersionId: versionId }
    }
    case 'secretsmanager:GetSecretValue': {
      const secret = secrets.get(String(members['SecretId']))
      if (secret === undefined) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
      return {
        ARN: secret.arn,
        Name: members['SecretId'],
        VersionId: secret.versionId,
        SecretString: secret.value,
        VersionStages: ['AWSCURRENT'],
        CreatedDate: 1_523_477_145.713,
      }
    }
    case 'secretsmanager:TagResource':
    case 'secretsmanager:DescribeSecret':
      return undefined
    case 'kms:DescribeKey':
      throw new ServiceError('NotFoundException', `Key 'arn:aws:kms:${caller.region}:${ACCOUNT_ID}:key/${members['KeyId']}' does not exist`)
    case 'sts:GetCallerIdentity':
      return {
        UserId: caller.principal.type === 'user' ? caller.principal.userId : principalAccountId(caller.principal),
        Account: principalAccountId(caller.principal),
        Arn: principalArn(caller.principal, caller.region),
      }
    default:
      throw new ServiceError('UnsupportedByFake', operation)
  }
}

export function userPrincipal(userName: string): AccessKeyIdentity['principal'] {
  return { type: 'user', accountId: ACCOUNT_ID, userName, userId: 'AIDACKCEVSQ6C2EXAMPLE', arn: `arn:aws:iam::${ACCOUNT_ID}:user/${userName}` }
}

/** The machine's clock, shifted by `offsetMs`, which a test may change. */
export function shiftedClock(): Pick<Clock, 'nowMs' | 'monotonicMs'> & { offsetMs: number } {
  const clock = { offsetMs: 0, nowMs: () => Date.now() + clock.offsetMs, monotonicMs: () => performance.now() }
  return clock
}

export interface CollectingLog extends Logger {
  readonly lines: string[]
}

/** Keeps what was logged, as text, for tests that search it. */
export function collectingLog(): CollectingLog {
  const lines: string[] = []
  const write = (level: string) => (message: string, facts?: Readonly<Record<string, unknown>>) => {
    lines.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`)
  }
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}
