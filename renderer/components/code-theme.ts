import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The window's colours and type for the code editor, from the same variables as all else. */
const look = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--panel)', fontSize: '12.5px', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '19px', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--faint-text)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--line2) 55%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent)' },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: 'none' },
  '.cm-searchMatch': { backgroundColor: 'var(--amber-soft)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--amber) 40%, transparent)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--red) 1px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--amber) 1px', textUnderlineOffset: '3px' },
  '.cm-tooltip': { backgroundColor: 'var(--panel)', color: 'var(--text)', border: '1px solid var(--line)', borderRadius: '6px', boxShadow: 'var(--shadow)' },
  '.cm-diagnostic': { padding: '4px 8px', borderLeft: 'none', fontFamily: 'var(--sans)', fontSize: '12px' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-textfield': { backgroundColor: 'var(--panel)', border: '1px solid var(--line)', borderRadius: '5px', color: 'var(--text)', fontFamily: 'var(--sans)' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--panel)', border: '1px solid var(--line)', borderRadius: '6px', color: 'var(--text)', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search': { fontFamily: 'var(--sans)', fontSize: '12px', padding: '6px 8px' },
  '.cm-placeholder': { color: 'var(--faint-text)' },
  '.cm-changedLine, .cm-insertedLine, ins.cm-insertedLine': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 70%, transparent)', textDecoration: 'none' },
  '.cm-deletedChunk, .cm-deletedLine, del': { backgroundColor: 'color-mix(in srgb, var(--red-soft) 70%, transparent)', textDecoration: 'none' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-a .cm-changedText': { background: 'color-mix(in srgb, var(--red) 28%, transparent)' },
  '.cm-collapsedLines': { backgroundColor: 'var(--sunken)', backgroundImage: 'none', color: 'var(--muted)', fontFamily: 'var(--sans)', fontSize: '12px' },
})

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--blue)' },
  { tag: tags.string, color: 'var(--accent-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--amber)' },
  { tag: tags.invalid, color: 'var(--red)' },
])

export const codeTheme = [look, syntaxHighlighting(colours)]
