import { boolean, enumeration, integer, list, map, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

/**
 * Rotation functions: those that come with Coffer, and code of the user's. Members are named as in Lambda's API.
 * Source: https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
const FunctionName = string({ min: 1, max: 64, pattern: /^[a-zA-Z0-9-_]+$/ })
/** A name, or an ARN. */
const FunctionReference = string({ min: 1, max: 256 })
const CodeSha256 = string({ pattern: /^[0-9a-f]{64}$/ })
const Environment = map(sensitiveString({ max: 4096 }))

const settings = {
  Description: string({ max: 256 }),
  /** Absolute path of a file or a folder. */
  CodePath: string({ min: 1, max: 4096 }),
  /** `file.export`, as in Lambda. */
  Handler: string({ min: 1, max: 128, pattern: /^[^\s]+$/ }),
  Environment,
  /** Seconds. */
  Timeout: integer({ min: 1, max: 900 }),
  /** MiB. */
  MemorySize: integer({ min: 128, max: 10_240 }),
  /** The role that the function runs as; `coffer-rotation` of the account when absent. */
  Role: string({ max: 2048 }),
  /** The code that the user has seen and agreed to run; other code is refused. */
  CodeSha256,
}

const FunctionConfiguration = structure({
  FunctionArn: required(string()),
  FunctionName: required(string()),
  Runtime: required(enumeration('built-in', 'nodejs', 'python')),
  Description: string(),
  /** Of a built-in function: which databases, and how. */
  Engines: list(string()),
  Strategy: enumeration('single', 'alternating', 'generator'),
  CodePath: string(),
  Handler: string(),
  Timeout: integer(),
  MemorySize: integer(),
  Role: string(),
  CodeSha256: string(),
  CreatedDate: timestamp(),
  LastModified: timestamp(),
})

const invocation = {
  RequestId: required(string()),
  StartedDate: required(timestamp()),
  DurationMs: required(integer()),
  Status: required(enumeration('succeeded', 'failed')),
  ErrorType: string(),
  ErrorMessage: string(),
  /** Timestamp: when the line was written; absent from those that were kept before times were. */
  Log: required(list(structure({ Timestamp: timestamp(), Text: required(string()) }))),
}

export const functionOperations = {
  'workbench:CreateFunction': workbenchOperation(
    'writes',
    'unsealed',
    structure({
      ...settings,
      FunctionName: required(FunctionName),
      Runtime: required(enumeration('nodejs', 'python')),
      CodePath: required(settings.CodePath),
      Handler: required(settings.Handler),
    }),
    structure({ Function: required(FunctionConfiguration) }),
  ),
  /** Members that are absent stay as they are. New code needs a new CodeSha256. */
  'workbench:UpdateFunction': workbenchOperation(
    'writes',
    'unsealed',
    structure({ ...settings, FunctionName: required(FunctionReference), Runtime: enumeration('nodejs', 'python') }),
    structure({ Function: required(FunctionConfiguration) }),
  ),
  /** Refused while the rotation of a secret uses the function. */
  'workbench:DeleteFunction': workbenchOperation('writes', 'unsealed', structure({ FunctionName: required(FunctionReference) }), null),
  /** Built-in functions first, then the user's of the account and region. */
  'workbench:ListFunctions': workbenchOperation(
    'reads',
    'unsealed',
    structure({}),
    structure({
      Functions: required(list(FunctionConfiguration)),
      Runtimes: required(list(structure({ Runtime: required(string()), Version: required(string()), Isolation: required(string()), Path: string() }))),
    }),
  ),
  'workbench:GetFunction': workbenchOperation(
    'reads',
    'unsealed',
    structure({ FunctionName: required(FunctionReference) }),
    structure({
      Function: required(FunctionConfiguration),
      Environment,
      /** Of the code as it is on the disk now; absent when it cannot be read. */
      PresentCodeSha256: string(),
      /** Why it cannot be read. */
      CodeProblem: string(),
      /** Whether a rotation can run it. */
      IsInvokable: required(boolean()),
      /** ARNs of the secrets that it rotates. */
      SecretArns: required(list(string())),
    }),
  ),
  /** Runs a function once, as its role, with an event of the caller's, and waits for it. */
  'workbench:InvokeFunction': workbenchOperation(
    'writes',
    'unsealed',
    structure({ FunctionName: required(FunctionReference), Payload: sensitiveString({ max: 1_000_000 }) }),
    structure({ ...invocation, Payload: sensitiveString() }),
  ),
  /** The newest first; the last 50 of each function are kept. */
  'workbench:ListFunctionInvocations': workbenchOperation(
    'reads',
    'unsealed',
    structure({ FunctionName: required(FunctionReference), MaxResults: integer({ min: 1, max: 50 }) }),
    structure({ Invocations: required(list(structure({ ...invocation, SecretId: string(), Step: string() }))) }),
  ),
} as const
