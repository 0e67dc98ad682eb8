import type { ExecuteRequest } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'
import type { Settings } from '../settings/settings-file.ts'
import type { CoreProcess } from './core-process.ts'
import type { ScreenLock } from './screen-lock.ts'

export interface WindowCallsOptions {
  readonly core: Pick<CoreProcess, 'execute' | 'seal'>
  readonly settings: Settings
  readonly screenLock: ScreenLock
  readonly onSealed: () => Promise<void>
  /** Puts the window's page into a new process, which tells the reason. Never rejects. */
  readonly replacePage: (reason: string) => Promise<void>
}

export interface WindowCalls {
  execute(request: ExecuteRequest): Promise<Envelope>
  /** Seals by ending the core, unless it holds no key anyway. */
  sealUnlessSealed(reason: string): Promise<void>
  /** Seals whatever is open and starts the core afresh, on the folder that its configuration names by then. */
  moveTo(reason: string): Promise<void>
  /** When the vault was last seen to open, in epoch milliseconds; 0 if never. */
  unsealedAtMs(): number
  /** Looks whether the core sealed itself (by the command line, say), so that its process can end too. */
  onVaultState(reason?: string): Promise<void>
}

/** The window's calls on their way to the core, with the few effects that are the shell's: seal ends the process, the endpoint's switch is kept. */
export function createWindowCalls(options: WindowCallsOptions): WindowCalls {
  const { core, settings, screenLock } = options
  let wasUnsealed = false
  let sealing = false
  let unsealedAtMs = 0

  const stateOf = async (): Promise<string> => {
    const envelope = await core.execute({ operation: 'workbench:GetStatus', input: {} })
    return envelope.ok ? String((envelope.value as { State?: unknown }).State) : 'unknown'
  }

  const seal = async (reason: string): Promise<void> => {
    sealing = true
    try {
      const wasOpen = (await stateOf()) === 'unsealed'
      // The core records and closes in order; then its process ends with whatever copies of keys are left in it.
      await core.execute({ operation: 'workbench:Seal', input: {} })
      await options.onSealed()
      wasUnsealed = false
      await core.seal(reason)
      screenLock.set(false)
      if (wasOpen) void options.replacePage(reason)
    } finally {
      sealing = false
    }
  }

  const keepEndpointSwitch = (envelope: Envelope): void => {
    if (!envelope.ok) return
    const { State, Port, SocketPath } = envelope.value as { State?: unknown; Port?: unknown; SocketPath?: unknown }
    const port = Number(Port)
    settings.change({ endpointEnabled: State !== 'off', endpointSocket: typeof SocketPath === 'string' ? SocketPath : '', ...(Number.isInteger(port) && port > 0 ? { endpointPort: port } : {}) })
  }

  return {
    async execute(request) {
      screenLock.requireOpenFor(request.operation)
      if (request.operation === 'workbench:Seal') {
        await seal('The vault was sealed.')
        return { ok: true, value: undefined }
      }
      const envelope = await core.execute(request)
      if (request.operation === 'workbench:SetEndpoint') keepEndpointSwitch(envelope)
      screenLock.afterCall(request.operation, envelope)
      return envelope
    },
    async sealUnlessSealed(reason) {
      if (sealing || (await stateOf()) !== 'unsealed') return
      await seal(reason)
    },
    moveTo: seal,
    unsealedAtMs: () => unsealedAtMs,
    async onVaultState(said = 'The vault was sealed.') {
      if (sealing) return
      const state = await stateOf()
      if (state === 'unsealed') {
        if (!wasUnsealed) unsealedAtMs = Date.now()
        wasUnsealed = true
      } else if (state === 'sealed' && wasUnsealed && !sealing) {
        wasUnsealed = false
        await options.onSealed()
        await core.seal(said)
        void options.replacePage(said)
      }
    },
  }
}
