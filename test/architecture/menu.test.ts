import { describe, expect, test } from 'vitest'
import { MENU } from '../../electron/windows/menu-items.ts'
import { dottedName, nodesOf, readSources } from './source-files.ts'
import type { Node } from './source-files.ts'

function literal(node: unknown): string | null {
  const value = (node as Node | undefined)?.['value']
  return (node as Node | undefined)?.type === 'Literal' && typeof value === 'string' ? value : null
}

interface Found {
  readonly id: string
  readonly hasShortcut: boolean
}

/** The commands that the window registers, read from its sources: `{ id: '…', label: …, run: … }` and `goTo('…')`. */
function registeredCommands(): readonly Found[] {
  return readSources('renderer').flatMap(({ program }) =>
    [...nodesOf(program)].flatMap((node): Found[] => {
      if (node.type === 'CallExpression' && dottedName(node['callee']) === 'goTo') {
        const section = literal((node['arguments'] as unknown[])[0])
        return section === null ? [] : [{ id: `go.${section}`, hasShortcut: false }]
      }
      if (node.type !== 'ObjectExpression') return []
      const properties = new Map((node['properties'] as Node[]).map((property) => [String((property['key'] as Node | undefined)?.['name']), property['value']]))
      const id = literal(properties.get('id'))
      return id === null || !properties.has('run') || !properties.has('label') ? [] : [{ id, hasShortcut: properties.has('shortcut') }]
    }),
  )
}

const registered = registeredCommands()
const inMenu = MENU.flatMap(({ items }) => items.flatMap((entry) => (typeof entry === 'object' && 'command' in entry ? [entry.command] : [])))

describe('the menu', () => {
  test('the window’s commands are found in its sources', () => {
    expect(registered.length).toBeGreaterThan(20)
  })

  test('every item is a command that the window knows', () => {
    const known = new Set(registered.map(({ id }) => id))
    expect(inMenu.filter((command) => !known.has(command))).toEqual([])
  })

  test('every command with a shortcut is in the menu', () => {
    expect(registered.filter(({ id, hasShortcut }) => hasShortcut && !inMenu.includes(id)).map(({ id }) => id)).toEqual([])
  })
})
