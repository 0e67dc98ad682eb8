import { describe, expect, test } from 'vitest'
import { type KeyPress, matchesShortcut, shortcutText } from '../../../renderer/commands/shortcut.ts'

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...change }
}

describe('shortcuts', () => {
  test.each([
    ['Mod+K', press('k', { ctrlKey: true }), false, true],
    ['Mod+K', press('k', { metaKey: true }), true, true],
    ['Mod+K', press('k', { metaKey: true }), false, false],
    ['Mod+K', press('k', { ctrlKey: true, metaKey: true }), false, false],
    ['Mod+K', press('K', { ctrlKey: true, shiftKey: true }), false, false],
    ['N', press('n'), false, true],
    ['N', press('n', { ctrlKey: true }), false, false],
    ['N', press('N', { shiftKey: true }), false, false],
    ['Shift+C', press('C', { shiftKey: true }), false, true],
    ['?', press('?', { shiftKey: true }), false, true],
    ['/', press('/'), false, true],
    ['/', press('/', { shiftKey: true }), false, true],
    ['Delete', press('Delete'), false, true],
    ['Mod+,', press(',', { ctrlKey: true }), false, true],
    ['N', press('т', { code: 'KeyN' }), false, true],
    ['N', press('n', { altKey: true }), false, false],
  ])('%s and %j on a Mac %s', (shortcut, keys, mac, expected) => {
    expect(matchesShortcut(shortcut, keys, mac)).toBe(expected)
  })

  test('are written as people of the system read them', () => {
    expect(['Mod+K', 'Shift+C', 'Delete', 'N'].map((text) => [shortcutText(text, false), shortcutText(text, true)])).toEqual([
      ['Ctrl K', '⌘K'],
      ['Shift C', '⇧C'],
      ['Del', '⌦'],
      ['N', 'N'],
    ])
  })
})
