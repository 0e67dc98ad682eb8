import { autocompletion, type CompletionContext, type CompletionResult, completionKeymap } from '@codemirror/autocomplete'
import { json } from '@codemirror/lang-json'
import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { type Extension, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, tooltips } from '@codemirror/view'
import type { CheckedPolicy, PolicyKind } from '../../store/policies.ts'
import { type PolicyNames, suggestionsAt } from './policy-completions.ts'
import { placeAt, statementRange, valuesOf } from './policy-place.ts'
import { isKnownAction } from './policy-words.ts'

const putNames = StateEffect.define<PolicyNames>()
const knownNames = StateField.define<PolicyNames>({
  create: () => ({ principals: [], resources: [], region: '', accountId: '' }),
  update: (names, { effects }) => effects.reduce((latest, effect) => (effect.is(putNames) ? effect.value : latest), names),
})

/** Tells the editor what of the vault can be named; it comes later than the editor. */
export function showNames(view: EditorView, names: PolicyNames): void {
  view.dispatch({ effects: putNames.of(names) })
}

/** JSON with completion for a kind of policy. */
export function policyExtensions(kind: PolicyKind): Extension {
  return [
    json(),
    knownNames,
    autocompletion({ override: [(context) => complete(context, kind)], icons: false, interactionDelay: 0, maxRenderedOptions: 200 }),
    keymap.of(completionKeymap),
    tooltips({ position: 'fixed' }),
    shownStatement,
  ]
}

function complete(context: CompletionContext, kind: PolicyKind): CompletionResult | null {
  const place = placeAt(context.state, context.pos)
  if (place === null || (!context.explicit && place.from === place.to)) return null
  const options = suggestionsAt(place, kind, context.state.field(knownNames)).map(({ label, detail }, index) => ({
    label: JSON.stringify(label),
    displayLabel: label,
    ...(detail === undefined ? {} : { detail }),
    boost: -index,
    apply: place.role === 'name' && !/^\s*:/.test(context.state.sliceDoc(place.to, place.to + 20)) ? `${JSON.stringify(label)}: ` : JSON.stringify(label),
  }))
  return options.length === 0 ? null : { from: place.from, to: Math.max(place.to, context.pos), options, validFor: /^"?[^"]*"?$/ }
}

/** Puts the problems that the vault found, and actions that no service has, into the text at their places. */
export function showProblems(view: EditorView, checked: CheckedPolicy): void {
  const length = view.state.doc.length
  const problems = checked.Problems.map(({ StartOffset, EndOffset, Message }): Diagnostic => {
    const from = Math.min(StartOffset, length)
    return { from, to: Math.max(from, Math.min(EndOffset, length)), severity: 'error', message: Message }
  })
  const strange = unknownActions(view).map(({ text, from, to }): Diagnostic => ({ from, to, severity: 'warning', message: unknownActionWords(text) }))
  view.dispatch(setDiagnostics(view.state, [...problems, ...strange].toSorted((left, right) => left.from - right.from)))
}

/** The actions in the text that their service does not have. */
export function unknownActions(view: EditorView): readonly { readonly text: string; readonly from: number; readonly to: number }[] {
  return valuesOf(view.state, ['Action', 'NotAction']).filter(({ text }) => !isKnownAction(text))
}

/** What is the matter with an action that its service does not have. */
export function unknownActionWords(action: string): string {
  return `${action.split(':')[0] ?? ''} has no action ${action.split(':')[1] ?? ''}, so this line does nothing. Press Ctrl+Space for the list.`
}

const showRange = StateEffect.define<{ readonly from: number; readonly to: number }>()
const shownStatement = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = transaction.docChanged ? Decoration.none : shown
    for (const effect of transaction.effects) {
      if (!effect.is(showRange)) continue
      const { doc } = transaction.state
      const lines = []
      for (let line = doc.lineAt(effect.value.from).number; line <= doc.lineAt(effect.value.to).number; line += 1) {
        lines.push(Decoration.line({ class: 'cm-statement-shown' }).range(doc.line(line).from))
      }
      next = Decoration.set(lines)
    }
    return next
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Goes to the statement of a number, counted from 0, and stresses it until the text changes. */
export function goToStatement(view: EditorView, index: number): void {
  const range = statementRange(view.state, index)
  if (range === null) return
  view.dispatch({ selection: { anchor: range.from }, effects: [showRange.of(range), EditorView.scrollIntoView(range.from, { y: 'center' })] })
  view.focus()
}

/** Puts the cursor at an offset and the focus into the text. */
export function goToOffset(view: EditorView, offset: number): void {
  view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true })
  view.focus()
}
