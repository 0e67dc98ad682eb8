import { call, CofferError } from '../api/coffer-api.ts'
import { keyLabel, loadKeys } from './keys.ts'
import { addName, emptyTree, type Folder, removeName } from './path-tree.ts'
import { SearchIndex } from './search-index.ts'
import { placeSecrets, sortSecrets } from './sort-secrets.ts'
import type { SecretSummary, State } from './state.ts'
import { patch, store } from './store.ts'

const PAGE_ITEMS = 5000
/** More changed secrets than this are read by a full load. */
const REFRESH_AT_MOST = 2000
/** So many are read and shown in one go: a few milliseconds of the window's time. */
const REFRESH_AT_ONCE = 500

let summaries = new Map<string, SecretSummary>()
const index = new SearchIndex()
let tree = emptyTree()
/** Rises when account, region or vault change, so that late answers for another one are dropped. */
let generation = 0

function putSummary(summary: SecretSummary): void {
  removeSummary(summary.ARN)
  summaries.set(summary.ARN, summary)
  index.put(summary)
  if (summary.DeletedDate === undefined) addName(tree, summary.Name)
}

function removeSummary(arn: string): void {
  const before = summaries.get(arn)
  if (before === undefined) return
  if (before.DeletedDate === undefined) removeName(tree, before.Name)
  summaries.delete(arn)
  index.delete(arn)
}

function* matching(inTrash: boolean): Iterable<SecretSummary> {
  for (const summary of summaries.values()) if ((summary.DeletedDate !== undefined) === inTrash) yield summary
}

const TRASH_SORT = { column: 'name', descending: false } as const

function labelOfKey(kmsKeyId: string | undefined): string {
  return keyLabel(store.getState().keys, kmsKeyId)
}

/** Publishes all secrets anew: sorts them and raises the revision. */
function publish(change: Partial<State['secrets']> = {}): void {
  const { secrets, view } = store.getState()
  patch('secrets', {
    revision: secrets.revision + 1,
    summaries,
    order: sortSecrets(matching(false), view.sort, labelOfKey),
    trashOrder: sortSecrets(matching(true), TRASH_SORT, labelOfKey),
    ...change,
  })
}

/** Publishes a few changed secrets without sorting the others. */
function publishChanged(arns: readonly string[]): void {
  const { secrets, view } = store.getState()
  const changed = new Set(arns)
  const present = arns.flatMap((arn) => summaries.get(arn) ?? [])
  const place = (order: readonly string[], inTrash: boolean, sort: State['view']['sort']) =>
    placeSecrets(order, changed, present.filter((summary) => (summary.DeletedDate !== undefined) === inTrash), summaries, sort, labelOfKey)
  patch('secrets', {
    revision: secrets.revision + 1,
    summaries,
    order: place(secrets.order, false, view.sort),
    trashOrder: place(secrets.trashOrder, true, TRASH_SORT),
    totalCount: summaries.size,
  })
}

/** Sorts again after the sort or the names of keys changed. */
export function resortSecrets(): void {
  publish()
}

/** Forgets all secrets, as when the vault is sealed or another account is chosen. */
export function forgetSecrets(): void {
  generation += 1
  summaries = new Map()
  index.clear()
  tree = emptyTree()
  const { secrets } = store.getState()
  patch('secrets', { revision: secrets.revision + 1, summaries, order: [], trashOrder: [], loading: false, totalCount: 0, error: null })
  patch('selection', { focusedArn: null, selectedArns: new Set(), anchorArn: null })
}

/** Reads all summaries page by page; the first page can be used while the others come. */
export async function loadSecrets(): Promise<void> {
  generation += 1
  const mine = generation
  patch('secrets', { loading: true, error: null })
  const seen = new Set<string>()
  let published = 0
  let token: string | undefined
  try {
    do {
      const page = await call('workbench:ListSecretSummaries', { MaxResults: PAGE_ITEMS, ...(token === undefined ? {} : { NextToken: token }) })
      if (mine !== generation) return
      for (const summary of page.Summaries) {
        seen.add(summary.ARN)
        putSummary(summary)
      }
      token = page.NextToken
      // Sorting all of them after every page would take longer than reading them.
      if (seen.size >= 2 * published) {
        published = seen.size
        publish({ totalCount: page.TotalCount })
      }
    } while (token !== undefined)
    for (const arn of summaries.keys()) if (!seen.has(arn)) removeSummary(arn)
    publish({ loading: false, totalCount: summaries.size })
    whenIdle(() => {
      if (mine === generation) index.warmUp(store.getState().secrets.order)
    })
  } catch (error) {
    if (mine === generation) publish({ loading: false, error: CofferError.from(error) })
  }
}

/** Runs once there is nothing better to do; tests of the store have no window. */
function whenIdle(run: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run)
}

/** Reads the summaries of secrets that changed; those that no longer exist go. */
export async function refreshSecrets(arns: readonly string[]): Promise<void> {
  if (arns.length === 0) return
  if (arns.length > REFRESH_AT_MOST) return loadSecrets()
  const mine = generation
  let usesKeysOtherwise = false
  for (let from = 0; from < arns.length; from += REFRESH_AT_ONCE) {
    const some = arns.slice(from, from + REFRESH_AT_ONCE)
    const { Summaries } = await call('workbench:GetSecretSummaries', { ARNs: some })
    if (mine !== generation) return
    usesKeysOtherwise = acceptSummaries(some, Summaries) || usesKeysOtherwise
  }
  dropGoneFromSelection()
  // The keys tell how many secrets each of them encrypts.
  if (usesKeysOtherwise) await loadKeys()
}

/** Puts what was read of these secrets in their place; those that were not found go. True when keys count other secrets than before. */
function acceptSummaries(arns: readonly string[], read: readonly SecretSummary[]): boolean {
  const found = new Set(read.map((summary) => summary.ARN))
  const usesKeysOtherwise = found.size < arns.length || read.some(movesToAnotherKey)
  for (const arn of arns) if (!found.has(arn)) removeSummary(arn)
  for (const summary of read) putSummary(summary)
  publishChanged(arns)
  return usesKeysOtherwise
}

/** Whether a summary that was read anew counts for another key than before, or came, or went to the trash or back. */
function movesToAnotherKey(summary: SecretSummary): boolean {
  const before = summaries.get(summary.ARN)
  return before === undefined || before.KmsKeyId !== summary.KmsKeyId || (before.DeletedDate === undefined) !== (summary.DeletedDate === undefined)
}

function dropGoneFromSelection(): void {
  const { selection } = store.getState()
  const inTrash = store.getState().view.section === 'trash'
  const isThere = (arn: string | null) => {
    const summary = arn === null ? undefined : summaries.get(arn)
    return summary !== undefined && (summary.DeletedDate !== undefined) === inTrash
  }
  const selected = [...selection.selectedArns].filter(isThere)
  if (selected.length === selection.selectedArns.size && (selection.focusedArn === null || isThere(selection.focusedArn))) return
  patch('selection', {
    selectedArns: new Set(selected),
    focusedArn: isThere(selection.focusedArn) ? selection.focusedArn : null,
    anchorArn: isThere(selection.anchorArn) ? selection.anchorArn : null,
  })
}

/** The ARNs that the grid shows now: by section, folder, query and sort. Cheap when nothing changed. */
export function visibleSecrets(state: State): readonly string[] {
  if (state.view.section === 'trash') return index.find(state.secrets.trashOrder, null, state.view.query, Date.now())
  return index.find(state.secrets.order, state.view.folder, state.view.query, Date.now())
}

/** The tree of folders; it changes in place when `secrets.revision` rises. */
export function folderTree(): Folder {
  return tree
}

/** How many secrets outside the trash a query finds. */
export function countMatches(query: string): number {
  return searchSecrets(query, Number.MAX_SAFE_INTEGER).length
}

/** At most `limit` ARNs that match a query, in the grid's order. */
export function searchSecrets(query: string, limit: number): readonly string[] {
  return index.search(store.getState().secrets.order, query, Date.now(), limit)
}
