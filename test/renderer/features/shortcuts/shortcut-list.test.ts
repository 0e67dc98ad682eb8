import { expect, test } from 'vitest'
import { shortcutSections } from '../../../../renderer/features/shortcuts/shortcut-list.ts'

const run = () => undefined

test('the list holds every command that has a key, by section, and no other', () => {
  const commands = [
    { id: 'a', label: 'A', section: 'View', shortcut: 'A', run },
    { id: 'b', label: 'B', section: 'Help', run },
    { id: 'c', label: 'C', section: 'Help', shortcut: '?', run },
    { id: 'd', label: 'D', section: 'View', shortcut: 'Mod+D', run },
  ] as const
  expect(shortcutSections(commands).map(({ section, commands: list }) => [section, list.map(({ id }) => id)])).toStrictEqual([
    ['View', ['a', 'd']],
    ['Help', ['c']],
  ])
})
