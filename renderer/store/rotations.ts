import { call, CofferError } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { setQuery, showDetailTab, showFolder } from './view.ts'
import { select } from './selection.ts'
import type { RotationsSlice } from './state.ts'
import { patch, store } from './store.ts'
import { notify } from './toasts.ts'

export type RotationSummary = WireOutput<'workbench:ListRotations'>['Rotations'][number]
export type RotationRun = WireOutput<'workbench:ListRotationRuns'>['Runs'][number]
export type SecretRotation = WireOutput<'workbench:GetRotation'>
export type ActiveRotation = NonNullable<SecretRotation['Active']>
export type FinishedRotation = SecretRotation['History'][number]
export type RotationStepRun = ActiveRotation['Steps'][number]
export type RotationChecks = WireOutput<'workbench:CheckRotation'>
export type TriedLogin = RotationChecks['Logins'][number]

/** Changes come in bursts, a step each; they become one read. */
const GATHER_MS = 120
let latest = 0
let gathering = false

/** Reads the rotations of the account and region; an answer that a later call has overtaken is dropped. */
export async function loadRotations(): Promise<void> {
  latest += 1
  const mine = latest
  try {
    const { Rotations: items, IsPaused: isPaused } = await call('workbench:ListRotations', {})
    if (mine !== latest) return
    const before = store.getState().rotations
    patch('rotations', { items, isPaused, loaded: true, error: null, attentionArns: new Set(items.filter(needsAttention).map((item) => item.ARN)), revision: before.revision + 1 })
    if (before.loaded) tellFailures(before, items)
  } catch (error) {
    if (mine === latest) patch('rotations', { error: CofferError.from(error) })
  }
}

/** Forgets all rotations; an answer that is on its way is dropped. */
export function forgetRotations(): void {
  latest += 1
  const { revision } = store.getState().rotations
  patch('rotations', { items: [], isPaused: false, loaded: false, error: null, attentionArns: new Set(), revision: revision + 1, focusedArn: null, selectedArns: new Set() })
}

/** Reads again soon, for something about rotations changed. */
export function followRotations(): void {
  if (gathering) return
  gathering = true
  setTimeout(() => {
    gathering = false
    if (store.getState().session.status === 'unsealed') void loadRotations()
  }, GATHER_MS)
}

/** Whether a write of these secrets may have changed when or whether one is rotated. */
export function concernsRotations(arns: readonly string[]): boolean {
  const { rotations, secrets } = store.getState()
  return arns.some((arn) => secrets.summaries.get(arn)?.RotationEnabled !== undefined || rotations.items.some((item) => item.ARN === arn))
}

/** True while a rotation has failed and nothing has put it right yet. */
export function isFailing(rotation: RotationSummary): boolean {
  return rotation.ErrorMessage !== undefined && rotation.State !== 'postponed'
}

/** Failing, or past its window: what the badge of the navigation counts. */
export function needsAttention(rotation: RotationSummary): boolean {
  return rotation.RotationEnabled && (isFailing(rotation) || rotation.IsOverdue)
}

/** The navigation keeps counting them; the toast may go. */
function tellFailures(before: RotationsSlice, items: readonly RotationSummary[]): void {
  const failingBefore = new Set(before.items.filter(isFailing).map((item) => item.ARN))
  const fresh = items.filter((item) => isFailing(item) && !failingBefore.has(item.ARN))
  const [first] = fresh
  if (first === undefined) return
  const others = fresh.length > 1 ? ` And ${fresh.length - 1} more.` : ''
  notify({ kind: 'warning', text: `The rotation of ${first.Name} failed.${others}`, action: { label: 'Show', run: () => showRotation(first.ARN) } })
}

/** Shows how a secret is rotated. */
export function showRotation(arn: string): void {
  showFolder(null)
  setQuery('')
  select(arn)
  showDetailTab('rotation')
}

/** Sets up how a secret is rotated, and rotates it at once or only tests it. The token makes it once however often it is sent. */
export async function setUpRotation(arn: string, token: string, settings: Pick<WireInput<'secretsmanager:RotateSecret'>, 'RotationLambdaARN' | 'RotationRules' | 'RotateImmediately'>): Promise<void> {
  await call('secretsmanager:RotateSecret', { SecretId: arn, ClientRequestToken: token, ...settings })
  followRotations()
}

/** Begins a rotation now, with the function and schedule that are stored. */
export async function rotateNow(arn: string): Promise<void> {
  await call('secretsmanager:RotateSecret', { SecretId: arn, ClientRequestToken: crypto.randomUUID() })
  followRotations()
}

export async function cancelRotation(arn: string): Promise<void> {
  await call('secretsmanager:CancelRotateSecret', { SecretId: arn })
  followRotations()
}

/** Turns a cancelled rotation on again with what is stored; it rotates at once, as in AWS. */
export async function retryRotation(arn: string): Promise<void> {
  await call('workbench:RetryRotation', { SecretId: arn })
  followRotations()
}

export async function pauseRotations(isPaused: boolean): Promise<void> {
  await call('workbench:PauseRotations', { IsPaused: isPaused })
  patch('rotations', { isPaused })
  notify({ kind: 'done', text: isPaused ? 'Rotations are paused. Nothing begins until you resume them.' : 'Rotations go on. What is overdue begins soon.' })
}

export function focusRotation(arn: string | null): void {
  patch('rotations', { focusedArn: arn, selectedArns: new Set(arn === null ? [] : [arn]) })
}

/** Selects as a file manager does; `rows` are what is shown, in order. */
export function selectRotation(arn: string, how: 'only' | 'toggle' | 'extend', rows: readonly string[]): void {
  const { focusedArn, selectedArns } = store.getState().rotations
  if (how === 'only') return focusRotation(arn)
  const next = new Set(selectedArns)
  if (how === 'toggle') {
    if (!next.delete(arn)) next.add(arn)
  } else {
    const from = focusedArn === null ? rows.indexOf(arn) : rows.indexOf(focusedArn)
    const to = rows.indexOf(arn)
    for (const row of rows.slice(Math.max(0, Math.min(from, to)), Math.max(from, to) + 1)) next.add(row)
  }
  patch('rotations', { focusedArn: arn, selectedArns: next })
}
