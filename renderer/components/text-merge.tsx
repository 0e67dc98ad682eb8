import { json } from '@codemirror/lang-json'
import { unifiedMergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { codeTheme } from './code-theme.ts'
import { shadowHost } from './shadow-host.ts'

/** Two texts as one, with what was taken out above what came in. Read only. */
export function TextMerge({ before, after }: { readonly before: string; readonly after: string }) {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (host.current === null) return undefined
    const { root, parent } = shadowHost(host.current)
    const view = new EditorView({
      root,
      parent,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'Text differences', tabindex: '0' }),
          ...(/^\s*[[{]/.test(after) ? [json()] : []),
          unifiedMergeView({ original: before, mergeControls: false, gutter: false, collapseUnchanged: { margin: 2, minSize: 5 } }),
          codeTheme,
        ],
      }),
    })
    return () => view.destroy()
  }, [before, after])
  return <div ref={host} className="max-h-[420px] overflow-auto rounded-lg border border-line bg-panel" />
}
