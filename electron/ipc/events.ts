import type { WebContents } from 'electron'
import type { CofferEvent } from '../../shared/ipc/contract.ts'
import { EVENT_CHANNEL } from './channel-names.ts'

/** Pushes an event to the window; the one place that uses webContents.send. */
export function pushEvent(contents: WebContents | null, event: CofferEvent): void {
  if (contents === null || contents.isDestroyed()) return
  contents.send(EVENT_CHANNEL, event)
}
