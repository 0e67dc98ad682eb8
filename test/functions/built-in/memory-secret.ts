import { randomUUID } from 'node:crypto'
import { createBuiltInRunner } from '../../../electron/functions/built-in-runner.ts'
import type { FunctionInvocation, FunctionOutcome, RotationStep } from '../../../electron/engine/rotation/function-runner.ts'
import { randomPassword } from '../../../electron/engine/secretsmanager/random-password.ts'
import { systemRandom } from '../../../electron/host/system-random.ts'
import { ServiceError } from '../../../shared/errors.ts'

interface Version {
  value: string | null
  stages: string[]
}

const ARN = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf'

/**
 * One secret in memory that answers the calls of a function, so that a test can put it in states which the engine never lets
 * come about.
 */
export class MemorySecret {
  readonly arn = ARN
  readonly token = randomUUID()
  readonly versions: Record<string, Version>
  readonly calls: { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }[] = []
  readonly others: Record<string, string> = {}
  tags: { Key: string; Value: string }[] = []
  rotationEnabled: boolean | undefined = true

  constructor(current: string, previous?: string) {
    this.versions = { old: { value: current, stages: ['AWSCURRENT'] }, [this.token]: { value: null, stages: ['AWSPENDING'] } }
    if (previous !== undefined) this.versions['older'] = { value: previous, stages: ['AWSPREVIOUS'] }
  }

  valueOf(stage: string): string | null {
    return Object.values(this.versions).find(({ stages }) => stages.includes(stage))?.value ?? null
  }

  /** Runs one step of a function on it. */
  run(name: string, step: RotationStep | string, environment: Readonly<Record<string, string>> = {}): Promise<FunctionOutcome> {
    return createBuiltInRunner().run({
      functionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
      target: { kind: 'built-in', name, environment },
      requestId: randomUUID(),
      accountId: '123456789012',
      region: 'eu-central-1',
      payload: { Step: step, SecretId: ARN, ClientRequestToken: this.token },
      timeoutMs: 20_000,
      call: this.call,
      credentials: null,
      endpointUrl: null,
      signal: new AbortController().signal,
    })
  }

  readonly call: FunctionInvocation['call'] = async (operation, untyped) => {
    const input = untyped as Readonly<Record<string, string>>
    this.calls.push({ operation, input })
    switch (operation) {
      case 'DescribeSecret':
        return { ...(this.rotationEnabled === undefined ? {} : { RotationEnabled: this.rotationEnabled }), Tags: this.tags, VersionIdsToStages: Object.fromEntries(Object.entries(this.versions).map(([id, { stages }]) => [id, stages])) }
      case 'GetSecretValue': {
        const other = this.others[input['SecretId'] ?? '']
        if (other !== undefined) return { SecretString: other }
        const found = Object.entries(this.versions).find(([id, { stages }]) => (input['VersionId'] === undefined || id === input['VersionId']) && stages.includes(input['VersionStage'] ?? 'AWSCURRENT'))?.[1]
        if (input['SecretId'] !== ARN || found === undefined || found.value === null) throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret value for staging label")
        return { SecretString: found.value }
      }
      case 'GetRandomPassword':
        return {
          RandomPassword: randomPassword(
            {
              length: Number(input['PasswordLength'] ?? 32),
              excludeCharacters: input['ExcludeCharacters'] ?? '',
              excludeLowercase: Boolean(input['ExcludeLowercase']),
              excludeUppercase: Boolean(input['ExcludeUppercase']),
              excludeNumbers: Boolean(input['ExcludeNumbers']),
              excludePunctuation: Boolean(input['ExcludePunctuation']),
              includeSpace: false,
              requireEachIncludedType: input['RequireEachIncludedType'] === undefined || Boolean(input['RequireEachIncludedType']),
            },
            systemRandom,
          ),
        }
      case 'PutSecretValue': {
        const version = this.versions[input['ClientRequestToken'] ?? '']
        if (version === undefined) throw new ServiceError('ResourceNotFoundException', 'no such version')
        version.value = input['SecretString'] ?? ''
        return {}
      }
      case 'UpdateSecretVersionStage':
        for (const [id, version] of Object.entries(this.versions)) {
          version.stages = version.stages.filter((stage) => stage !== input['VersionStage'])
          if (id === input['MoveToVersionId']) version.stages.push(input['VersionStage'] ?? '')
        }
        return {}
      default:
        throw new ServiceError('AccessDeniedException', operation)
    }
  }
}

export const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const
