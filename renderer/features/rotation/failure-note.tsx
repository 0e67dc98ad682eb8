import { Note } from '../../components/note.tsx'
import { asSentence } from '../../../shared/sentence.ts'
import type { SecretRotation } from '../../store/rotations.ts'
import { nextStepWords, STEP_WORDS } from './rotation-words.ts'

interface Failure {
  readonly title: string
  readonly errorType: string | undefined
  readonly message: string
  readonly isPostponed: boolean
}

/** The failure that stands: of the rotation that has not ended, or of the newest when that failed. */
function failureOf({ Active: active, History: history }: SecretRotation): Failure | null {
  if (active !== undefined) {
    if (active.ErrorMessage === undefined || active.State === 'running') return null
    const step = active.Steps.findLast((run) => run.Status === 'failed')?.Step
    const isPostponed = active.State === 'postponed'
    return { title: isPostponed || step === undefined ? 'The rotation could not begin' : `The ${STEP_WORDS[step].toLowerCase()} step failed`, errorType: active.ErrorType, message: active.ErrorMessage, isPostponed }
  }
  const [newest] = history
  if (newest?.Outcome !== 'failed') return null
  const failed = newest.Steps.findLast((run) => run.Status === 'failed')
  const what = newest.Kind === 'test' ? 'The test of the rotation' : 'The last rotation'
  return { title: `${what} failed`, errorType: failed?.ErrorType, message: newest.Reason ?? failed?.ErrorMessage ?? 'It gave no reason.', isPostponed: false }
}

/** What failed, why, and what can be done about it. */
export function FailureNote({ rotation }: { readonly rotation: SecretRotation }) {
  const failure = failureOf(rotation)
  if (failure === null) return null
  return (
    <Note tone={failure.isPostponed ? 'amber' : 'red'} title={failure.title} role="alert" className="mb-3">
      <span className="[overflow-wrap:anywhere]">{failure.message.trim() === '' ? 'The function gave no reason.' : asSentence(failure.message)}</span> <span className="mono text-xs text-muted">{failure.errorType}</span>
      <span className="mt-1 block text-muted">{nextStepWords(failure.errorType, failure.message)}</span>
    </Note>
  )
}
