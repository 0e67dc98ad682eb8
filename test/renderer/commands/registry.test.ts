import { describe, expect, test, vi } from 'vitest'
import { allCommands, isAvailable, registerCommands, runCommand } from '../../../renderer/commands/registry.ts'
import { initialState, type Section, type State } from '../../../renderer/store/state.ts'
import { patch, store } from '../../../renderer/store/store.ts'

import.meta.glob('../../../renderer/commands/*-commands.ts', { eager: true })

const SECTIONS: readonly Section[] = ['secrets', 'keys', 'access', 'activity', 'trash', 'settings']

/** A window in which as much as possible can be done. */
function busyState(section: Section): State {
  const state = initialState()
  return {
    ...state,
    session: { ...state.session, status: 'unsealed' },
    selection: { focusedArn: 'arn:a', anchorArn: 'arn:a', selectedArns: new Set(['arn:a']) },
    view: { ...state.view, section, focusedKeyArn: 'arn:k' },
  }
}

describe('commands', () => {
  test.each(SECTIONS)('in %s no shortcut means two things', (section) => {
    const state = busyState(section)
    const byShortcut = new Map<string, string[]>()
    for (const command of allCommands()) {
      if (command.shortcut === undefined || !isAvailable(command, state)) continue
      byShortcut.set(command.shortcut, [...(byShortcut.get(command.shortcut) ?? []), command.id])
    }
    expect(byShortcut.size).toBeGreaterThan(3)
    expect([...byShortcut].filter(([, ids]) => ids.length > 1)).toEqual([])
  })

  test('while the vault is sealed nothing that needs it can be run', () => {
    const sealed: State = { ...initialState(), session: { ...initialState().session, status: 'sealed' } }
    const allowed = allCommands().filter((command) => isAvailable(command, sealed))
    expect(allowed.map((command) => command.section).filter((section) => section === 'Secret' || section === 'Secrets' || section === 'Keys')).toEqual([])
  })

  test('an action that runs is not started again, and its error is shown', async () => {
    store.setState(busyState('secrets'), true)
    let fail: (error: Error) => void = () => undefined
    const run = vi.fn(
      () =>
        new Promise<void>((_, reject) => {
          fail = reject
        }),
    )
    registerCommands([{ id: 'test.slow', label: 'Slow', section: 'Help', run }])
    runCommand('test.slow')
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(1))
    runCommand('test.slow')
    runCommand('test.slow')
    fail(new Error('The disk is full.'))
    await vi.waitFor(() => expect(store.getState().toasts).toMatchObject([{ kind: 'failed', text: 'The disk is full.' }]))
    expect(run).toHaveBeenCalledTimes(1)
    runCommand('test.slow')
    await vi.waitFor(() => expect(run).toHaveBeenCalledTimes(2))
    patch('view', { paletteOpen: false })
  })

  test('an id cannot be taken twice', () => {
    expect(() => registerCommands([{ id: 'palette.open', label: '', section: 'Help', run: () => undefined }])).toThrow('registered twice')
  })
})
