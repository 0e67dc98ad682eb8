import { contextBridge, ipcRenderer } from 'electron'
import type { CofferBridge, CofferEvent } from '../../shared/ipc/contract.ts'
import { APP_CHANNEL, EVENT_CHANNEL, EXECUTE_CHANNEL } from '../ipc/channel-names.ts'

/** The page gets these three functions: never ipcRenderer, never an event object of Electron. */
const bridge: CofferBridge = {
  execute: (request) => ipcRenderer.invoke(EXECUTE_CHANNEL, request),
  app: (channel, request) => ipcRenderer.invoke(APP_CHANNEL, channel, request),
  onEvent(listener) {
    const receive = (_event: unknown, event: CofferEvent): void => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, receive)
    return () => {
      ipcRenderer.off(EVENT_CHANNEL, receive)
    }
  },
}

contextBridge.exposeInMainWorld('coffer', bridge)
