import type { CofferBridge, CofferEvent, ExecuteRequest, Preferences } from '../../../../shared/ipc/contract.ts'
import type { Envelope } from '../../../../shared/ipc/envelope.ts'
import { FakeVault, FakeFailure } from './fake-vault.ts'

export interface Scene {
  readonly state: 'absent' | 'sealed' | 'unsealed'
  readonly theme: Preferences['theme']
  readonly secretCount: number
  readonly inFirstRun: boolean
  readonly latencyMs: number
}

/** An in-memory stand-in for `window.coffer`, good enough to look at screens and to try the window's own logic. */
export function createFakeCoffer(scene: Scene): CofferBridge {
  const listeners = new Set<(event: CofferEvent) => void>()
  const emit = (event: CofferEvent) => queueMicrotask(() => listeners.forEach((listener) => listener(event)))
  const vault = new FakeVault(scene.state, scene.secretCount, emit)
  let preferences: Preferences = {
    theme: scene.theme,
    compactRows: false,
    clipboardClearSeconds: 30,
    autoSealIdleMinutes: 15,
    onSuspend: 'seal',
    onScreenLock: 'screen-lock',
    endpointEnabled: true,
    endpointPort: 7345, endpointSocket: '',
    contentProtection: true,
    panes: {},
    firstRunDone: !(scene.inFirstRun || scene.state === 'absent'),
    rotationNotices: 'without-name',
  }

  async function answer(run: () => unknown): Promise<Envelope> {
    if (scene.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, scene.latencyMs))
    try {
      return structuredClone({ ok: true, value: await run() })
    } catch (error) {
      if (error instanceof FakeFailure) return { ok: false, error: { code: error.code, message: error.message, statusCode: 400 } }
      throw error
    }
  }

  function shell(channel: string, request: unknown): unknown {
    switch (channel) {
      case 'preferences.get':
        return preferences
      case 'preferences.set':
        preferences = { ...preferences, ...(request as Partial<Preferences>) }
        return preferences
      case 'clipboard.copy': {
        const { text, secret } = request as { text: string; secret: boolean }
        void navigator.clipboard?.writeText(text).catch(() => undefined)
        return { clearsAtMs: secret ? Date.now() + preferences.clipboardClearSeconds * 1000 : null }
      }
      case 'dialog.save-file':
        return { path: `/home/me/${(request as { suggestedName: string }).suggestedName}` }
      case 'dialog.open-file':
        return { path: '/home/me/fake.env' }
      case 'file.read-chosen':
        return { name: 'fake.env', base64: btoa('DATABASE_URL=postgres://fake\nAPI_KEY=fake\n') }
      case 'app.info':
        return { version: '0.1.0', platform: 'linux', electron: '45.4.1', contentProtectionAvailable: false }
      default:
        return null
    }
  }

  return {
    execute: (request: ExecuteRequest) => answer(() => vault.execute(request.operation, (request.input ?? {}) as never)),
    app: ((channel: string, request: unknown) => answer(() => shell(channel, request))) as CofferBridge['app'],
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
