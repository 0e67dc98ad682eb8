import type { ActiveRotation, FinishedRotation, RotationStepRun, RotationSummary, TriedLogin } from '../../store/rotations.ts'
import { isFailing } from '../../store/rotations.ts'

export type StepName = RotationStepRun['Step']

export const STEPS: readonly StepName[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret']
export const STEP_WORDS: Readonly<Record<StepName, string>> = { createSecret: 'Create', setSecret: 'Set', testSecret: 'Test', finishSecret: 'Finish' }
const CAUSE_WORDS: Readonly<Record<FinishedRotation['Cause'], string>> = { request: 'asked for', schedule: 'by schedule', 'catch-up': 'made up for a missed window' }

export type RotationState = 'off' | 'running' | 'failing' | 'postponed' | 'overdue' | 'due' | 'planned' | 'unplanned'
export type StateTone = 'neutral' | 'accent' | 'amber' | 'red'

const DAY_MS = 86_400_000
const DUE_WITHIN_MS = 7 * DAY_MS

/** Where a rotation stands, the most pressing first. */
export function stateOf(rotation: RotationSummary, nowMs: number): RotationState {
  if (!rotation.RotationEnabled) return 'off'
  if (rotation.State === 'running' || rotation.State === 'waiting') return 'running'
  if (isFailing(rotation)) return 'failing'
  if (rotation.State === 'postponed') return 'postponed'
  if (rotation.IsOverdue) return 'overdue'
  if (rotation.NextWindowStartDate === undefined) return 'unplanned'
  return rotation.NextWindowStartDate * 1000 <= nowMs + DUE_WITHIN_MS ? 'due' : 'planned'
}

export const STATE_WORDS: Readonly<Record<RotationState, { readonly text: string; readonly tone: StateTone }>> = {
  off: { text: 'off', tone: 'neutral' },
  running: { text: 'rotating now', tone: 'amber' },
  failing: { text: 'failed', tone: 'red' },
  postponed: { text: 'unreachable', tone: 'amber' },
  overdue: { text: 'overdue', tone: 'red' },
  due: { text: 'due', tone: 'amber' },
  planned: { text: 'planned', tone: 'neutral' },
  unplanned: { text: 'no schedule', tone: 'neutral' },
}

export function causeWords(run: Pick<FinishedRotation, 'Cause' | 'Kind'>): string {
  return run.Kind === 'test' ? 'test' : CAUSE_WORDS[run.Cause]
}

/** The records of the last try, by step: what the four dots show. */
export function lastTry(steps: readonly RotationStepRun[]): ReadonlyMap<StepName, RotationStepRun> {
  const last = Math.max(0, ...steps.map((step) => step.Try))
  return new Map(steps.filter((step) => step.Try === last).map((step) => [step.Step, step]))
}

/** True while nothing runs and the version of an unfinished rotation keeps AWSPENDING. */
export function isStuck(active: ActiveRotation | undefined, pendingVersionId: string | undefined): boolean {
  return pendingVersionId !== undefined && (active === undefined || active.State === 'failed' || active.State === 'retrying')
}

/** What a person can do about a failure, in one or two sentences. */
export function nextStepWords(errorType: string | undefined, message: string): string {
  const known = NEXT_STEPS.find(({ pattern }) => pattern.test(`${errorType ?? ''} ${message}`))
  return known?.words ?? 'Read what the failing step wrote, take the cause away, then retry. The same version is used, so nothing is lost.'
}

const NEXT_STEPS: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /^Unreachable|ECONNREFUSED|ETIMEDOUT|ENOTFOUND|could not be reached/i, words: 'Start the database, or correct host and port in the value. Nothing was changed; Coffer tries again by itself.' },
  { pattern: /Unable to log into database with previous, current, or pending secret/, words: 'The database takes none of the stored passwords, or it cannot be logged in to at all. Check that it runs and that the user exists; if somebody changed the password by hand, store it as a new version.' },
  { pattern: /using credentials in (?:master|admin) secret/, words: 'The admin secret does not log in. Correct its value, then retry.' },
  { pattern: /Unable to log into database using current credentials/, words: 'The current user does not log in. Correct the value of the secret, then retry.' },
  { pattern: /Unable to log into database with pending secret/, words: 'The new password was set, and the test login failed. See below which password works before you decide.' },
  { pattern: /masterarn/, words: 'Two users need the ARN of an admin secret in the value. Choose one under Edit.' },
  { pattern: /certificate|CERT_|self.signed|TLS|SSL/i, words: 'The certificate of the server does not hold. Trust its CA with sslrootcert, correct the host name, or choose another TLS setting under Edit.' },
  { pattern: /^AccessDenied|is not authorized to perform/, words: 'The role of the function may not do what it needs. Look at its policies, and at the policy of the secret and of its key.' },
  { pattern: /CodeNotAgreed|CodeChanged|agreed/, words: 'The code of the function is not the code that was agreed to. Look at it under Functions and agree, then retry.' },
  { pattern: /Timedout|Task timed out/, words: 'The function took too long. See where its log ends: mostly the database cannot be reached. Give it more time under Functions.' },
  { pattern: /StepNotDone/, words: 'The function said that it was done and was not. Its code has to be corrected.' },
  { pattern: /permission denied|42501/, words: 'The user has not the right that the step needs. Grant it at the database, then retry.' },
]

/** `The current password works. The pending one is refused: …` for the logins that were tried. */
export function loginWords(login: TriedLogin): string {
  const whose = login.Of === 'master' ? 'The admin secret’s password' : `The ${login.Of} password`
  if (login.Works) return `${whose} works${login.Username === undefined ? '' : ` for ${login.Username}`}.`
  return `${whose} is refused${login.Username === undefined ? '' : ` for ${login.Username}`}: ${login.Message ?? login.Failure ?? 'the login failed'}`
}
