import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

/** What the window and the command line show of rotations, and the ways out of one that is stuck. */
const SecretId = string({ min: 1, max: 2048 })
const Step = enumeration('createSecret', 'setSecret', 'testSecret', 'finishSecret')
const State = enumeration('waiting', 'running', 'retrying', 'postponed', 'failed')

const RotationSummary = structure({
  ARN: required(string()),
  Name: required(string()),
  RotationEnabled: required(boolean()),
  RotationLambdaARN: required(string()),
  AutomaticallyAfterDays: integer(),
  ScheduleExpression: string(),
  Duration: string(),
  /** `every 30 days, in the night from 00:00 UTC`; absent without rules. */
  ScheduleWords: string(),
  WhenMissed: required(enumeration('as-soon-as-possible', 'next-window')),
  NextWindowStartDate: timestamp(),
  /** As in DescribeSecret: the end of the window. */
  NextRotationDate: timestamp(),
  LastRotatedDate: timestamp(),
  /** The window has passed without success. */
  IsOverdue: required(boolean()),
  /** Of the rotation or test that has not ended; absent when there is none. */
  State,
  /** The step that runs, or that ran last. */
  Step,
  NextTryDate: timestamp(),
  /** Of the try that failed last, or of the last rotation when it failed. */
  ErrorType: string(),
  ErrorMessage: string(),
})

const Steps = list(
  structure({
    Step: required(Step),
    /** Counts from 1. */
    Try: required(integer()),
    Status: required(enumeration('running', 'succeeded', 'failed')),
    StartedDate: required(timestamp()),
    EndedDate: timestamp(),
    ErrorType: string(),
    ErrorMessage: string(),
  }),
)

const run = {
  VersionId: required(string()),
  Kind: required(enumeration('rotation', 'test')),
  Cause: required(enumeration('request', 'schedule', 'catch-up')),
  RotationLambdaARN: required(string()),
  CreatedDate: required(timestamp()),
  Steps: required(Steps),
}

const Login = structure({
  Of: required(enumeration('current', 'pending', 'master')),
  /** The version whose value was tried. */
  VersionId: required(string()),
  Username: string(),
  Works: required(boolean()),
  Failure: string(),
  Message: string(),
  Server: string(),
  IsEncrypted: boolean(),
})

export const rotationOperations = {
  'workbench:ListRotations': workbenchOperation(
    'reads',
    'unsealed',
    structure({}),
    structure({ Rotations: required(list(RotationSummary)), IsPaused: required(boolean()) }),
  ),
  /** From StartDate to before EndDate, by when they ended; of a rotation that goes on, when its last try failed. The last 20 of each secret are kept. */
  'workbench:ListRotationRuns': workbenchOperation(
    'reads',
    'unsealed',
    structure({ StartDate: required(timestamp()), EndDate: required(timestamp()) }),
    structure({
      Runs: required(
        list(
          structure({
            ARN: required(string()),
            Name: required(string()),
            VersionId: required(string()),
            Outcome: required(enumeration('succeeded', 'failed', 'abandoned', 'failing')),
            EndedDate: required(timestamp()),
            Reason: string(),
          }),
        ),
      ),
      /** False: the oldest of them were left out. */
      IsComplete: required(boolean()),
    }),
  ),
  'workbench:GetRotation': workbenchOperation(
    'reads',
    'unsealed',
    /** VersionId chooses the rotation whose log is shown: the one that has not ended, else the newest, when absent. */
    structure({ SecretId: required(SecretId), VersionId: string({ min: 1, max: 64 }) }),
    structure({
      Rotation: required(RotationSummary),
      /** The next five. */
      NextWindows: required(list(structure({ StartDate: required(timestamp()), EndDate: required(timestamp()) }))),
      /** The version that carries AWSPENDING without being current. */
      PendingVersionId: string(),
      Active: structure({
        ...run,
        State: required(State),
        FailedTries: required(integer()),
        NextTryDate: timestamp(),
        ErrorType: string(),
        ErrorMessage: string(),
      }),
      History: required(list(structure({ ...run, Outcome: required(enumeration('succeeded', 'failed', 'abandoned')), EndedDate: required(timestamp()), Reason: string() }))),
      /** Timestamp: when the line was written; absent from those that were kept before times were. */
      Log: required(list(structure({ Step: required(Step), Try: required(integer()), Timestamp: timestamp(), Text: required(string()) }))),
      IsPaused: required(boolean()),
    }),
  ),
  /** Tries an unfinished rotation again now, with the same version. */
  'workbench:RetryRotation': workbenchOperation('writes', 'unsealed', structure({ SecretId: required(SecretId) }), structure({ VersionId: required(string()) })),
  /**
   * Takes AWSPENDING off, after both logins were tried: only when the target still accepts the current password. Confirm is for
   * secrets whose login cannot be tried.
   */
  'workbench:DiscardPendingVersion': workbenchOperation(
    'writes',
    'unsealed',
    structure({ SecretId: required(SecretId), Confirm: boolean() }),
    structure({ VersionId: required(string()), Logins: required(list(Login)), Sentence: required(string()) }),
  ),
  /** Makes the pending version current, after both logins were tried: only when the target accepts the pending password. */
  'workbench:AdoptPendingVersion': workbenchOperation(
    'writes',
    'unsealed',
    structure({ SecretId: required(SecretId), Confirm: boolean() }),
    structure({ VersionId: required(string()), Logins: required(list(Login)), Sentence: required(string()) }),
  ),
  /**
   * Looks at everything that a rotation needs and changes nothing. RotationLambdaARN is for a secret that has no function yet;
   * ValueChanges are members to put into the value for the check alone, an empty text takes one away; Tags are the secret's tags as
   * they will be. While a version is pending, its login is tried too.
   */
  'workbench:CheckRotation': workbenchOperation(
    'reads',
    'unsealed',
    structure({
      SecretId: required(SecretId),
      RotationLambdaARN: string({ min: 1, max: 2048 }),
      ValueChanges: structure({ masterarn: string({ max: 2048 }), ssl: enumeration('', 'true', 'false'), sslmode: enumeration('', 'disable', 'prefer', 'require', 'verify-ca', 'verify-full') }),
      Tags: list(structure({ Key: required(string({ min: 1, max: LIMITS.tagKeyCharacters })), Value: required(string({ max: LIMITS.tagValueCharacters })) }), { max: LIMITS.tagsPerSecret }),
    }),
    structure({
      Checks: required(
        list(
          structure({
            Check: required(enumeration('function', 'value', 'password', 'login', 'master', 'permission', 'key')),
            Status: required(enumeration('ok', 'problem', 'unknown')),
            Message: required(string()),
          }),
        ),
      ),
      Logins: required(list(Login)),
    }),
  ),
  /** While paused no rotation begins: no window, no retry, none that is asked for. What runs ends its steps. */
  'workbench:PauseRotations': workbenchOperation('writes', 'unsealed', structure({ IsPaused: required(boolean()) }), structure({ IsPaused: required(boolean()) })),
  /** What happens to a window of the secret that was missed because the machine was off. */
  'workbench:SetMissedRotation': workbenchOperation(
    'writes',
    'unsealed',
    structure({ SecretId: required(SecretId), WhenMissed: required(enumeration('as-soon-as-possible', 'next-window')) }),
    null,
  ),
} as const
