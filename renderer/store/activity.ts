import { call } from '../api/coffer-api.ts'
import type { ActivityEvent } from './state.ts'
import { patch, store } from './store.ts'

const KEPT_EVENTS = 500

/** Puts events, the oldest first, on top of the recent ones. */
export function addActivity(events: readonly ActivityEvent[]): void {
  patch('activity', { events: [...events.toReversed(), ...store.getState().activity.events].slice(0, KEPT_EVENTS) })
}

const READ_AT_START = 50

/** Reads the last events, so that the strip has something to say after an unlock. */
export async function loadLastActivity(): Promise<void> {
  const { Events } = await call('workbench:ListActivity', { MaxResults: READ_AT_START })
  if (store.getState().activity.events.length === 0) patch('activity', { events: Events })
}
