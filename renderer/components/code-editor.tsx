import { closeBrackets, closeBracketsKeymap, completionStatus } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language'
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap, searchPanelOpen } from '@codemirror/search'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { findJsonProblem } from '../../shared/secret-kinds/json-problem.ts'
import { codeTheme } from './code-theme.ts'
import { shadowHost } from './shadow-host.ts'

function lintJson(view: EditorView): Diagnostic[] {
  const text = view.state.doc.toString()
  const problem = text.trim() === '' ? null : findJsonProblem(text)
  if (problem === null) return []
  const from = Math.min(problem.offset, text.length)
  return [{ from, to: Math.min(from + 1, text.length), severity: problem.severity, message: problem.message }]
}

/** Esc that closes the search panel or the list of completions must not reach the dialog around the editor, which would take it as a wish to leave. */
function keepEscape(host: HTMLElement, view: EditorView): () => void {
  let closes = false
  const before = (event: KeyboardEvent) => {
    closes = event.key === 'Escape' && (searchPanelOpen(view.state) || completionStatus(view.state) === 'active')
  }
  const after = (event: KeyboardEvent) => {
    if (closes) event.stopPropagation()
  }
  host.addEventListener('keydown', before, true)
  host.addEventListener('keydown', after)
  return () => {
    host.removeEventListener('keydown', before, true)
    host.removeEventListener('keydown', after)
  }
}

export interface CodeEditorProps {
  readonly 'aria-label': string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly language: 'json' | 'text'
  readonly autoFocus?: boolean
  readonly placeholder?: string
  /** What the editor knows beside the language; in place of the language's own lint. Taken once, when the editor is made. */
  readonly extensions?: Extension
  /** Lends the editor's view, and takes it back with null. */
  readonly onView?: (view: EditorView | null) => void
}

/** An editor for JSON (lint, folding, brackets, search with Ctrl/Cmd+F) or plain text. Tab leaves it, as every field. */
export function CodeEditor(props: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const language = useRef(new Compartment())
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (host.current === null) return undefined
    const { root, parent } = shadowHost(host.current)
    const initial = latest.current
    const made = new EditorView({
      root,
      parent,
      state: EditorState.create({
        doc: initial.value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          highlightSpecialChars(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          bracketMatching(),
          closeBrackets(),
          indentOnInput(),
          highlightSelectionMatches(),
          search({ top: true }),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': initial['aria-label'], spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString())
          }),
          keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
          language.current.of(initial.extensions === undefined ? extensionsFor(initial.language) : []),
          initial.extensions ?? [],
          codeTheme,
        ],
      }),
    })
    view.current = made
    const stopKeeping = keepEscape(host.current, made)
    if (initial.autoFocus === true) made.focus()
    latest.current.onView?.(made)
    return () => {
      latest.current.onView?.(null)
      view.current = null
      stopKeeping()
      made.destroy()
    }
  }, [])

  const { value } = props
  useEffect(() => {
    const shown = view.current
    if (shown === null || shown.state.doc.toString() === value) return
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: value } })
  }, [value])
  useEffect(() => {
    if (latest.current.extensions === undefined) view.current?.dispatch({ effects: language.current.reconfigure(extensionsFor(props.language)) })
  }, [props.language])

  // The host takes the focus that Tab brings and hands it to the text inside; React Aria's focus scope does not look into shadow roots.
  return (
    <div
      ref={host}
      role="presentation"
      tabIndex={0}
      data-code-editor
      onFocus={() => view.current?.focus()}
      className="no-ring h-full overflow-hidden rounded-lg border border-line bg-panel outline-none focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]"
    />
  )
}

function extensionsFor(language: CodeEditorProps['language']) {
  return language === 'json' ? [json(), linter(lintJson, { delay: 150 })] : []
}
