import type { Decision } from '../../../electron/engine/policy/decision.ts'
import { evaluateKeyAccess } from '../../../electron/engine/policy/evaluate-key.ts'
import type { KeyGrant } from '../../../electron/engine/policy/match-grant.ts'
import { HOME, KEY, allow, requestOf } from './policy-fixture.ts'
import type { Call, StatementJson } from './policy-fixture.ts'

/** A call on the key of these tests; `kms:Decrypt` unless it says otherwise. */
export interface KeyCall extends Call {
  readonly grants?: readonly KeyGrant[]
  readonly encryptionContext?: Readonly<Record<string, string>>
}

export function decideKey(call: KeyCall): Decision {
  const request = requestOf({ action: 'kms:Decrypt', on: KEY, ...call }, 'key')
  const { grants, encryptionContext } = call
  return evaluateKeyAccess({
    ...request,
    ...(grants === undefined ? {} : { grants }),
    ...(encryptionContext === undefined ? {} : { encryptionContext }),
  })
}

export const allowKms = (elements: StatementJson): StatementJson => allow({ Action: 'kms:*', ...elements })
export const decrypt = allow({ Action: 'kms:Decrypt' })
export const none = allow({ Action: 'kms:ListKeys' })
/** The policy that CreateKey gives a key. */
export const delegating = allowKms({ Sid: 'Enable IAM User Permissions', Principal: { AWS: `arn:aws:iam::${HOME}:root` } })
