import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorState } from '@codemirror/state'
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
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '12px', maxHeight: '220px', minWidth: '240px', padding: '4px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', borderRadius: '4px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--accent-text)', fontWeight: '550' },
  '.cm-completionDetail': { marginLeft: '12px', fontFamily: 'var(--sans)', fontStyle: 'normal', color: 'var(--muted)' },
  '.cm-statement-shown': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 70%, transparent)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--text)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px', padding: '6px 28px 6px 8px', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search br': { flexBasis: '100%', height: '0', content: '""' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': { margin: '0', fontFamily: 'var(--sans)', fontSize: '12px', lineHeight: '18px' },
  '.cm-panel.cm-search label': { display: 'inline-flex', alignItems: 'center', gap: '4px', padding: '0 4px', color: 'var(--muted)', whiteSpace: 'nowrap' },
  '.cm-panel.cm-search input[type=checkbox]': { width: '14px', height: '14px', accentColor: 'var(--accent)' },
  '.cm-panel.cm-search [name=close]': { top: '6px', right: '8px', width: '20px', fontSize: '14px', color: 'var(--muted)', cursor: 'default' },
  '.cm-textfield': { boxSizing: 'border-box', width: '180px', height: '24px', padding: '0 6px', backgroundColor: 'var(--panel)', border: '1px solid var(--line)', borderRadius: '5px', color: 'var(--text)' },
  '.cm-textfield:focus': { outline: 'none', borderColor: 'var(--accent)', boxShadow: '0 0 0 3px var(--accent-soft)' },
  '.cm-button': { height: '24px', padding: '0 8px', backgroundImage: 'none', backgroundColor: 'var(--panel)', border: '1px solid var(--line)', borderRadius: '6px', color: 'var(--text)', fontWeight: '500' },
  '.cm-button:hover': { backgroundColor: 'var(--sunken)' },
  '.cm-button:active': { backgroundImage: 'none', backgroundColor: 'var(--line2)' },
  '.cm-button:focus-visible, .cm-panel.cm-search [name=close]:focus-visible, .cm-panel.cm-search input[type=checkbox]:focus-visible': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-placeholder': { color: 'var(--faint-text)' },
  '.cm-changedLine, .cm-insertedLine, ins.cm-insertedLine': { backgroundColor: 'color-mix(in srgb, var(--accent-soft) 70%, transparent)', textDecoration: 'none' },
  '.cm-deletedChunk, .cm-deletedLine, del': { backgroundColor: 'color-mix(in srgb, var(--red-soft) 70%, transparent)', textDecoration: 'none' },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'none', boxShadow: 'inset 0 -2px color-mix(in srgb, var(--accent) 45%, transparent)' },
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-a .cm-changedText': { background: 'none', boxShadow: 'inset 0 -2px color-mix(in srgb, var(--red) 45%, transparent)' },
  '.cm-collapsedLines': { backgroundColor: 'var(--sunken)', backgroundImage: 'none', color: 'var(--muted)', fontFamily: 'var(--sans)', fontSize: '12px' },
})

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--blue)' },
  { tag: tags.string, color: 'var(--accent-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--amber)' },
  { tag: tags.invalid, color: 'var(--red)' },
])

/** CodeMirror's own words in the window's case. */
const words = EditorState.phrases.of({
  next: 'Next',
  previous: 'Previous',
  all: 'All',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole word',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close',
})

export const codeTheme = [look, words, syntaxHighlighting(colours)]
