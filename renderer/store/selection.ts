import { visibleSecrets } from './secrets.ts'
import { patch, store } from './store.ts'

/**
 * Selection as in a file manager: a click selects one, Ctrl/Cmd adds or removes one, Shift extends from the anchor.
 * The focused row is the one whose pane is open.
 */
export type SelectHow = 'only' | 'toggle' | 'extend'

function rangeOf(rows: readonly string[], anchor: string | null, arn: string): readonly string[] {
  const to = rows.indexOf(arn)
  const from = anchor === null ? to : rows.indexOf(anchor)
  if (from < 0 || to < 0) return [arn]
  return rows.slice(Math.min(from, to), Math.max(from, to) + 1)
}

export function select(arn: string, how: SelectHow = 'only'): void {
  const { selection } = store.getState()
  if (how === 'toggle') {
    const selectedArns = new Set(selection.selectedArns)
    if (!selectedArns.delete(arn)) selectedArns.add(arn)
    patch('selection', { selectedArns, focusedArn: arn, anchorArn: arn })
    return
  }
  if (how === 'extend') {
    const anchorArn = selection.anchorArn ?? selection.focusedArn ?? arn
    patch('selection', { selectedArns: new Set(rangeOf(visibleSecrets(store.getState()), anchorArn, arn)), focusedArn: arn, anchorArn })
    return
  }
  patch('selection', { selectedArns: new Set([arn]), focusedArn: arn, anchorArn: arn })
}

/** The row to select when these rows leave the list: the next one, else the one before, else none. */
export function rowAfter(arns: readonly string[]): string | null {
  const rows = visibleSecrets(store.getState())
  const leaving = new Set(arns)
  const last = rows.findLastIndex((arn) => leaving.has(arn))
  if (last < 0) return null
  return rows[last + 1] ?? rows.slice(0, last).findLast((arn) => !leaving.has(arn)) ?? null
}

/** Selects all rows that are shown. */
export function selectAll(): void {
  const rows = visibleSecrets(store.getState())
  const { focusedArn, anchorArn } = store.getState().selection
  patch('selection', { selectedArns: new Set(rows), focusedArn: focusedArn ?? rows[0] ?? null, anchorArn: anchorArn ?? rows[0] ?? null })
}

export function clearSelection(): void {
  patch('selection', { focusedArn: null, selectedArns: new Set(), anchorArn: null })
}

/** Goes `rows` rows down (or up when negative) from the focused one, staying inside; from nothing to the first or last. */
export function moveFocus(rows: number, how: 'only' | 'extend'): void {
  const shown = visibleSecrets(store.getState())
  if (shown.length === 0) return
  const { focusedArn } = store.getState().selection
  const at = focusedArn === null ? -1 : shown.indexOf(focusedArn)
  // From nothing, one down is the first row and one up the last.
  const from = at >= 0 ? at : rows > 0 ? -1 : shown.length
  const to = Math.max(0, Math.min(shown.length - 1, from + rows))
  select(shown[to] as string, how)
}

/** The ARNs that an action on the selection means, in the order shown. */
export function selectedInOrder(): readonly string[] {
  const state = store.getState()
  const { selectedArns } = state.selection
  if (selectedArns.size <= 1) return [...selectedArns]
  return visibleSecrets(state).filter((arn) => selectedArns.has(arn))
}
