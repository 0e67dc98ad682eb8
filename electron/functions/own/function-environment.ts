import { dirname } from 'node:path'
import type { FunctionInvocation, FunctionTarget } from '../../engine/rotation/function-runner.ts'
import type { Interpreter } from './interpreters.ts'

export type OwnTarget = Extract<FunctionTarget, { kind: 'own' }>

/** Folders as the function sees them. */
export interface SeenPlaces {
  readonly taskRoot: string
  readonly runtimeDir: string
  readonly home: string
  readonly tmp: string
  readonly sharedModules: string | null
}

export interface EnvironmentParts {
  readonly invocation: Pick<FunctionInvocation, 'requestId' | 'region' | 'credentials' | 'endpointUrl'>
  readonly target: OwnTarget
  readonly interpreter: Interpreter
  readonly places: SeenPlaces
  readonly nowMs: number
  readonly platform: NodeJS.Platform
  /** Without it no program starts on Windows. */
  readonly systemRoot: string | undefined
}

/**
 * The whole environment of a run, as Lambda's runtimes have it; nothing of Coffer's own environment is in it. Variables of
 * the function cannot replace the reserved ones.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function functionEnvironment(parts: EnvironmentParts): Readonly<Record<string, string>> {
  const { invocation, target, interpreter, places, nowMs, platform, systemRoot } = parts
  const { credentials, endpointUrl } = invocation
  if (credentials === null || endpointUrl === null) throw new Error('Invariant broken: a function in a process has credentials and an endpoint')
  const isWindows = platform === 'win32'
  const separator = isWindows ? ';' : ':'
  const noConfig = `${places.runtimeDir}/no-aws-config`
  const modules = [`${places.taskRoot}/node_modules`, ...(places.sharedModules === null ? [] : [places.sharedModules])]
  return {
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: [...new Set([dirname(interpreter.path), ...(isWindows ? [] : ['/usr/local/bin', '/usr/bin', '/bin'])])].join(separator),
    ...(target.runtime === 'nodejs' ? { NODE_PATH: modules.join(separator) } : { PYTHONPATH: places.taskRoot }),
    ...target.environment,
    HOME: places.home,
    TMPDIR: places.tmp,
    ...(isWindows ? { SystemRoot: systemRoot ?? 'C:\\Windows', USERPROFILE: places.home, TEMP: places.tmp, TMP: places.tmp } : {}),
    SECRETS_MANAGER_ENDPOINT: endpointUrl,
    AWS_ENDPOINT_URL: endpointUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpointUrl,
    AWS_ENDPOINT_URL_KMS: endpointUrl,
    AWS_ENDPOINT_URL_STS: endpointUrl,
    AWS_REGION: invocation.region,
    AWS_DEFAULT_REGION: invocation.region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
    AWS_SESSION_TOKEN: credentials.sessionToken.reveal(),
    AWS_SHARED_CREDENTIALS_FILE: noConfig,
    AWS_CONFIG_FILE: noConfig,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '2',
    AWS_RETRY_MODE: 'standard',
    NO_PROXY: '127.0.0.1,localhost,::1',
    no_proxy: '127.0.0.1,localhost,::1',
    AWS_EXECUTION_ENV: `AWS_Lambda_${lambdaRuntime(target.runtime, interpreter.version)}`,
    AWS_LAMBDA_FUNCTION_NAME: target.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${target.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(invocation.requestId, nowMs),
    LAMBDA_TASK_ROOT: places.taskRoot,
    LAMBDA_RUNTIME_DIR: places.runtimeDir,
    _HANDLER: target.handler,
  }
}

/** `python3.11`, `nodejs22.x`: Lambda's name of a runtime. */
export function lambdaRuntime(runtime: 'nodejs' | 'python', version: string): string {
  const [major = '', minor = ''] = version.split('.')
  return runtime === 'nodejs' ? `nodejs${major}.x` : `python${major}.${minor}`
}

/** Unlike any other run's: processes of a run are known by it. */
export function logStreamName(requestId: string, nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${requestId.replaceAll('-', '')}`
}
