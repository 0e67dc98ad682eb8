import type { Sensitive } from '../../../shared/sensitive.ts'

/** The four steps of a rotation, in their order. Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html */
export type RotationStep = 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret'

/** What a rotation function is invoked with; `RotationToken` never reaches a log. */
export interface RotationEvent {
  readonly Step: RotationStep
  /** The full ARN. */
  readonly SecretId: string
  readonly ClientRequestToken: string
  readonly RotationToken?: string
}

/** What is run: code that comes with Coffer, by its name, or a folder or file of the user's. */
export type FunctionTarget =
  | { readonly kind: 'built-in'; readonly name: string; readonly environment?: Readonly<Record<string, string>> }
  | {
      readonly kind: 'own'
      readonly functionName: string
      readonly runtime: 'nodejs' | 'python'
      /** Absolute path of a file or a folder. */
      readonly codePath: string
      /** As in Lambda: `file.export`. */
      readonly handler: string
      readonly environment: Readonly<Record<string, string>>
      readonly memoryMiB: number
      /** SHA-256 (hex) of the code that the user agreed to run; the runner refuses other code. Null: they agreed to none yet. */
      readonly codeSha256?: string | null
    }

/** Access keys of the session that a function runs with; they end with the invocation. */
export interface FunctionCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: Sensitive<string>
  readonly sessionToken: Sensitive<string>
}

/** One invocation of a function. */
export interface FunctionInvocation {
  readonly functionArn: string
  readonly target: FunctionTarget
  /** Lambda's `AwsRequestId`. */
  readonly requestId: string
  readonly accountId: string
  readonly region: string
  /** The event: JSON data. A rotation sends a RotationEvent. */
  readonly payload: unknown
  readonly timeoutMs: number
  /** Calls the engine as the function's execution role, in AWS's wire form; rejects with ServiceError. Built-in functions use this. */
  readonly call: (operation: string, input: unknown) => Promise<unknown>
  /** Opened for a function that runs in a process of its own; null when the endpoint is off or the function is built in. */
  readonly credentials: FunctionCredentials | null
  readonly endpointUrl: string | null
  /** Ends the run when the vault is sealed or the user stops it. */
  readonly signal: AbortSignal
  /** Secret values that calls of this run returned or wrote so far; a runner takes them out of all that it tells of the run. */
  readonly secretsSeen?: () => readonly Sensitive<string | Uint8Array>[]
}

/** A line that a run wrote, and when, in epoch milliseconds: what CloudWatch keeps of one. */
export interface LogLine {
  readonly atMs: number
  readonly text: string
}

/** How it ended. Texts hold no secret: the runner redacts what it knows, and built-in functions never put one in. */
export type FunctionOutcome =
  | { readonly status: 'succeeded'; readonly payload: unknown; readonly log: readonly LogLine[] }
  | { readonly status: 'failed'; readonly errorType: string; readonly errorMessage: string; readonly log: readonly LogLine[] }

/** Why a login did not work, told apart as far as the server lets one. */
export type LoginFailure = 'unreachable' | 'tls' | 'wrong-password-or-no-user' | 'login-not-allowed' | 'database-missing' | 'password-expired' | 'other'

/** One login that was tried for a person to decide by. */
export type LoginProbe =
  | { readonly status: 'works'; readonly isEncrypted: boolean; readonly server: string }
  | { readonly status: 'fails'; readonly failure: LoginFailure; readonly message: string }

/** A built-in function as lists show it. */
export interface BuiltInFunction {
  /** `builtin-postgres-single`: the last part of its ARN. */
  readonly name: string
  readonly title: string
  /** Values of the secret's `engine` that it takes; empty for the generator, which takes any. */
  readonly engines: readonly string[]
  readonly strategy: 'single' | 'alternating' | 'generator'
}

/** A tag of a secret; those that begin with `coffer:rotation:` set up its built-in function. */
export interface FunctionTag {
  readonly Key: string
  readonly Value: string
}

/** Runs functions; the host brings it, so that the engine opens no socket and starts no process. */
export interface FunctionRunner {
  readonly builtIns: readonly BuiltInFunction[]
  /** Never rejects: every failure is an outcome. */
  run(invocation: FunctionInvocation): Promise<FunctionOutcome>
  /**
   * Tries one login with a database secret's JSON (the AWS keys engine, host, port, username, password, dbname, ssl) and reads once; changes nothing.
   * `tags` are those of the secret that rotates, which choose TLS as they do for its rotation. Never rejects. Null when the value
   * names no engine that a built-in function knows.
   */
  probe(value: Sensitive<string>, tags: readonly FunctionTag[], signal: AbortSignal): Promise<LoginProbe | null>
  /** SHA-256 (hex) of a file, or of the files of a folder with their names, as `codeSha256` of a target has it; rejects when it cannot be read. */
  codeSha256?(codePath: string): Promise<string>
  /** Whether the user's own functions can run here: which runtimes were found, where, and what isolation. */
  runtimes(): Promise<readonly { readonly runtime: 'nodejs' | 'python'; readonly version: string; readonly isolation: 'bubblewrap' | 'none'; readonly path?: string }[]>
}
