import { app } from '../api/coffer-api.ts'
import type { Preferences } from '../../shared/ipc/contract.ts'
import { store } from './store.ts'

function accept(preferences: Preferences): void {
  store.setState((state) => ({ ...state, preferences }))
}

export async function loadPreferences(): Promise<void> {
  accept(await app('preferences.get', undefined))
}

/** Changes preferences at once in the window, then in the shell, whose answer counts. */
export async function setPreferences(change: Partial<Preferences>): Promise<void> {
  accept({ ...store.getState().preferences, ...change })
  accept(await app('preferences.set', change))
}

/** Remembers the size of a pane. */
export async function rememberPane(name: string, size: number): Promise<void> {
  await setPreferences({ panes: { ...store.getState().preferences.panes, [name]: size } })
}
