import { call, CofferError } from '../api/coffer-api.ts'
import { refreshSecrets } from './secrets.ts'
import { rowAfter, select } from './selection.ts'
import { store } from './store.ts'
import { notify } from './toasts.ts'

/** Calls that run at the same time when many secrets are changed. */
const AT_ONCE = 8

interface Outcome {
  readonly done: readonly string[]
  readonly failed: readonly { readonly arn: string; readonly error: CofferError }[]
}

/** Runs a call for each secret, a few at a time; goes on when one fails. */
async function forEachSecret(arns: readonly string[], run: (arn: string) => Promise<unknown>): Promise<Outcome> {
  const done: string[] = []
  const failed: { arn: string; error: CofferError }[] = []
  const waiting = [...arns]
  async function work(): Promise<void> {
    for (let arn = waiting.shift(); arn !== undefined; arn = waiting.shift()) {
      try {
        await run(arn)
        done.push(arn)
      } catch (thrown) {
        failed.push({ arn, error: CofferError.from(thrown) })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, arns.length) }, work))
  await refreshSecrets(arns)
  return { done, failed }
}

/** As forEachSecret, for a call that takes secrets out of the list that is shown: the row after them is selected. */
async function forEachLeaving(arns: readonly string[], run: (arn: string) => Promise<unknown>): Promise<Outcome> {
  const next = rowAfter(arns)
  const outcome = await forEachSecret(arns, run)
  if (next !== null && store.getState().selection.focusedArn === null) select(next)
  return outcome
}

/** The name of one secret, or how many they are. */
export function secretsText(arns: readonly string[]): string {
  const [first] = arns
  if (arns.length === 1 && first !== undefined) return store.getState().secrets.summaries.get(first)?.Name ?? 'the secret'
  return `${arns.length.toLocaleString('en')} secrets`
}

/** The names of secrets, in the order given; those that are gone are left out. */
export function secretNames(arns: readonly string[]): readonly string[] {
  const { summaries } = store.getState().secrets
  return arns.flatMap((arn) => summaries.get(arn)?.Name ?? [])
}

function report(outcome: Outcome, what: string): void {
  const [first] = outcome.failed
  if (first === undefined) return
  const others = outcome.failed.length > 1 ? ` The same for ${outcome.failed.length - 1} more.` : ''
  notify({ kind: 'failed', text: `${secretsText([first.arn])} was not ${what}: ${first.error.message}${others}` })
}

/** Puts secrets into the trash for AWS's 30 days, with Undo on the toast. */
export async function deleteSecrets(arns: readonly string[]): Promise<void> {
  const text = secretsText(arns)
  const outcome = await forEachLeaving(arns, (SecretId) => call('secretsmanager:DeleteSecret', { SecretId }))
  report(outcome, 'deleted')
  if (outcome.done.length === 0) return
  notify({
    kind: 'done',
    text: `Moved ${outcome.failed.length === 0 ? text : `${outcome.done.length} secrets`} to the trash.`,
    action: { label: 'Undo', run: () => restoreSecrets(outcome.done) },
  })
}

export async function restoreSecrets(arns: readonly string[]): Promise<void> {
  const outcome = await forEachLeaving(arns, (SecretId) => call('secretsmanager:RestoreSecret', { SecretId }))
  report(outcome, 'restored')
  if (outcome.done.length > 0) notify({ kind: 'done', text: `Restored ${secretsText(outcome.done)}.` })
}

/** Deletes secrets that are in the trash for good, at once. Their names are asked for before, since they are gone after. */
export async function purgeSecrets(arns: readonly string[]): Promise<void> {
  const text = secretsText(arns)
  const outcome = await forEachLeaving(arns, (SecretId) => call('secretsmanager:DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true }))
  report(outcome, 'deleted')
  if (outcome.failed.length === 0) notify({ kind: 'done', text: `Deleted ${text} for good.` })
}

/** Adds tags (and changes the values of those that are there), then removes tag keys. */
export async function changeTags(arns: readonly string[], add: readonly { readonly Key: string; readonly Value: string }[], removeKeys: readonly string[]): Promise<void> {
  if (add.length > 0) report(await forEachSecret(arns, (SecretId) => call('secretsmanager:TagResource', { SecretId, Tags: add })), 'tagged')
  if (removeKeys.length > 0) report(await forEachSecret(arns, (SecretId) => call('secretsmanager:UntagResource', { SecretId, TagKeys: removeKeys })), 'untagged')
  notify({ kind: 'done', text: `Changed the tags of ${secretsText(arns)}.` })
}

/** Encrypts secrets with another key from now on; the core re-encrypts as AWS does. */
export async function changeKey(arns: readonly string[], kmsKeyId: string): Promise<void> {
  const outcome = await forEachSecret(arns, (SecretId) => call('secretsmanager:UpdateSecret', { SecretId, KmsKeyId: kmsKeyId }))
  report(outcome, 'changed')
  if (outcome.done.length > 0) notify({ kind: 'done', text: `Changed the key of ${secretsText(outcome.done)}.` })
}

/** Begins the rotation of secrets now, with the function and schedule that each has. */
export async function rotateSecrets(arns: readonly string[]): Promise<void> {
  const outcome = await forEachSecret(arns, (SecretId) => call('secretsmanager:RotateSecret', { SecretId, ClientRequestToken: crypto.randomUUID() }))
  report(outcome, 'rotated')
  if (outcome.done.length > 0) notify({ kind: 'done', text: `Rotating ${secretsText(outcome.done)}.` })
}

/** Asks for replicas of secrets; they are made soon after, and say themselves when one fails. */
export async function replicateSecrets(arns: readonly string[], replicas: readonly { readonly Region: string; readonly KmsKeyId?: string }[], overwrite: boolean): Promise<void> {
  const outcome = await forEachSecret(arns, (SecretId) =>
    call('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: replicas.map((one) => ({ ...one })), ForceOverwriteReplicaSecret: overwrite }),
  )
  report(outcome, 'replicated')
  if (outcome.done.length > 0) notify({ kind: 'done', text: `Replicating ${secretsText(outcome.done)} to ${replicas.map(({ Region }) => Region).join(', ')}.` })
}
