import { ensureSyntaxTree, type syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

const PARSE_MS = 100

/** Where in a policy a position lies. */
export interface PolicyPlace {
  /** Names from the top, without places in lists: `Statement`, `Condition`, `StringEquals`. For a name that is being typed, up to its object. */
  readonly path: readonly string[]
  readonly role: 'name' | 'value'
  /** The names that the object has already; for `name` only. */
  readonly siblings: readonly string[]
  /** What a completion replaces, with the quotation marks that are there. */
  readonly from: number
  readonly to: number
}

function nameOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild('PropertyName')
  return name === null ? '' : state.sliceDoc(name.from + 1, name.to - 1)
}

function pathAbove(state: EditorState, node: SyntaxNode): string[] {
  const path: string[] = []
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at.name === 'Property') path.unshift(nameOf(state, at))
  return path
}

/** The place of the cursor, or null between things where nothing is completed. */
export function placeAt(state: EditorState, position: number): PolicyPlace | null {
  const tree = ensureSyntaxTree(state, state.doc.length, PARSE_MS)
  if (tree === null) return null
  const node = tree.resolveInner(position, -1)
  if (node.name === 'PropertyName' && node.parent?.parent !== null && node.parent?.parent !== undefined) {
    const object = node.parent.parent
    return { path: pathAbove(state, object), role: 'name', siblings: namesOf(state, object, node.parent), from: node.from, to: node.to }
  }
  if (node.name === 'String') return { path: pathAbove(state, node), role: 'value', siblings: [], from: node.from, to: node.to }
  const container = containerOf(node)
  if (container === null) return null
  // A text without its second quotation mark is no string yet: it reaches to the end of its line.
  const before = /"(?:[^"\\]|\\.)*$/.exec(state.sliceDoc(state.doc.lineAt(position).from, position))
  const from = before !== null && isOpen(state, position) ? position - before[0].length : position
  if (container.name === 'Object') return { path: pathAbove(state, container), role: 'name', siblings: namesOf(state, container, null), from, to: position }
  if (container.name === 'Array' || container.name === 'Property') return { path: pathAbove(state, container), role: 'value', siblings: [], from, to: position }
  return null
}

/** The object, list or property around a bracket, comma or mistake; behind a closing bracket, the one around that. */
function containerOf(node: SyntaxNode): SyntaxNode | null {
  if (node.name === '}' || node.name === ']') return node.parent?.parent ?? null
  return /^(Object|Array|Property|String|PropertyName)$/.test(node.name) ? node : node.parent
}

/** Whether the cursor stands behind an odd quotation mark of its line. */
function isOpen(state: EditorState, position: number): boolean {
  const line = state.sliceDoc(state.doc.lineAt(position).from, position).replaceAll(/\\./g, '')
  return (line.split('"').length - 1) % 2 === 1
}

function namesOf(state: EditorState, object: SyntaxNode, except: SyntaxNode | null): string[] {
  return object
    .getChildren('Property')
    .filter((property) => property.from !== except?.from)
    .map((property) => nameOf(state, property))
}

/** Where the statement of a number, counted from 0, lies in the text, or null. */
export function statementRange(state: EditorState, index: number): { readonly from: number; readonly to: number } | null {
  const top = ensureSyntaxTree(state, state.doc.length, PARSE_MS)?.topNode.getChild('Object') ?? null
  const property = top?.getChildren('Property').find((candidate) => nameOf(state, candidate) === 'Statement')
  const list = property?.getChild('Array') ?? null
  const statement = list === null ? (index === 0 ? (property?.getChild('Object') ?? null) : null) : (list.getChildren('Object')[index] ?? null)
  return statement === null ? null : { from: statement.from, to: statement.to }
}

/** Every text that is the value of a name, such as each action, with its place. */
export function valuesOf(state: EditorState, names: readonly string[]): readonly { readonly text: string; readonly from: number; readonly to: number }[] {
  const found: { text: string; from: number; to: number }[] = []
  ensureSyntaxTree(state, state.doc.length, PARSE_MS)?.iterate({
    enter: (node) => {
      if (node.name !== 'String') return
      const path = pathAbove(state, node.node)
      if (names.includes(path.at(-1) ?? '')) found.push({ text: state.sliceDoc(node.from + 1, node.to - 1), from: node.from, to: node.to })
    },
  })
  return found
}
