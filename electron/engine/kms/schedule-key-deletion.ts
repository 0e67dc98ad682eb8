import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { changeKey } from './key-state.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const DEFAULT_WINDOW_DAYS = 30
const MIN_WINDOW_DAYS = 7
const MAX_WINDOW_DAYS = 30

/** ScheduleKeyDeletion. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html */
export const scheduleKeyDeletion: CallHandler<'kms:ScheduleKeyDeletion'> = {
  kind: 'call',
  check(input) {
    const days = input.PendingWindowInDays ?? DEFAULT_WINDOW_DAYS
    if (days < MIN_WINDOW_DAYS || days > MAX_WINDOW_DAYS) {
      throw new ServiceError('ValidationException', `PendingWindowInDays should be between ${MIN_WINDOW_DAYS} and ${MAX_WINDOW_DAYS}, but it is ${days}`)
    }
  },
  authorize(context, input) {
    const facts = input.PendingWindowInDays === undefined ? {} : { pendingWindowInDays: input.PendingWindowInDays }
    authorizeNamedKey(context, 'kms:ScheduleKeyDeletion', input.KeyId, keyOfIdOrArn, facts)
  },
  handle(context, input) {
    const days = input.PendingWindowInDays ?? DEFAULT_WINDOW_DAYS
    const deletionAtMs = context.nowMs + days * DAY_MS
    const key = changeKey(context, input.KeyId, 'kept', (kept) => ({ ...kept, state: 'PendingDeletion', deletionAtMs }))
    return { KeyId: key.arn, DeletionDate: deletionAtMs, KeyState: key.state, PendingWindowInDays: days }
  },
}
