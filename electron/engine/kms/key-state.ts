import type { CallContext } from '../context.ts'
import type { KeyRecord } from './key-record.ts'
import { keyOfIdOrArn } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

/**
 * What an operation needs of a key's state: `enabled` to use it, `imported` to switch it, `kept` for changes that make no
 * sense on a key that goes, `deleting` to keep it after all. Operations without a need work in any state.
 */
export type StateNeed = 'enabled' | 'imported' | 'kept' | 'deleting'

/**
 * Refuses a key whose state an operation does not allow, in KMS's words.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table
 */
export function requireState(key: KeyRecord, need: StateNeed): void {
  if (need === 'deleting') {
    if (key.state !== 'PendingDeletion') throw kmsErrors.notPendingDeletion(key.arn)
    return
  }
  if (key.state === 'PendingDeletion') throw kmsErrors.pendingDeletion(key.arn)
  if (need === 'kept') return
  if (key.state === 'PendingImport') throw kmsErrors.pendingImport(key.arn)
  if (need === 'enabled' && key.state === 'Disabled') throw kmsErrors.disabled(key.arn)
}

/** Switching rotation on or off: a key that waits for its material is refused for its origin, not for its state. */
export function requireRotationState(key: KeyRecord): void {
  if (key.state !== 'PendingImport') requireState(key, 'enabled')
}

/** Changes the key that an operation names by id or ARN, when its state allows that; returns the changed key. */
export function changeKey(context: CallContext, given: string, need: StateNeed | null, change: (key: KeyRecord) => KeyRecord): KeyRecord {
  const key = keyOfIdOrArn(context, given)
  if (need !== null) requireState(key, need)
  const changed = change(key)
  context.region.keys.keys.put(changed)
  return changed
}
