import type { CofferEvent, ExecuteRequest } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'
import type { Settings } from '../settings/settings-file.ts'
import type { CoreProcess } from './core-process.ts'
import type { ScreenLock } from './screen-lock.ts'

type VaultNews = Extract<CofferEvent, { type: 'vault-state' }>

export interface WindowCallsOptions {
  readonly core: Pick<CoreProcess, 'execute' | 'seal'>
  readonly settings: Settings
  readonly screenLock: ScreenLock
  readonly onSealed: () => Promise<void>
  /** Puts the window's page into a new process, which tells the reason. Never rejects. */
  readonly replacePage: (reason: string) => Promise<void>
  /** Tells the page. */
  readonly tell: (event: VaultNews) => void
}

export interface WindowCalls {
  execute(request: ExecuteRequest): Promise<Envelope>
  /** Seals by ending the core, unless it holds no key anyway. */
  sealUnlessSealed(reason: string): Promise<void>
  /** Seals whatever is open and starts the core afresh, on the folder that its configuration names by then. */
  moveTo(reason: string): Promise<void>
  /** When the vault was last seen to open, in epoch milliseconds; 0 if never. */
  unsealedAtMs(): number
  /** Looks whether the core sealed itself (by the command line, say), so that its process can end too; else the page is told. */
  onVaultState(news: VaultNews): Promise<void>
}

const SEALED = 'The vault was sealed.'
const HOME_MOVED = 'The file of the home region was moved, and the vault was sealed for it.'

/** The window's calls on their way to the core, with the few effects that are the shell's: seal ends the process, the endpoint's switch is kept. */
export function createWindowCalls(options: WindowCallsOptions): WindowCalls {
  const { core, settings, screenLock } = options
  let wasUnsealed = false
  let sealing = false
  let unsealedAtMs = 0
  /** What the core does that may seal the vault, in words: its news come without them. */
  let why: string | null = null

  const stateOf = async (): Promise<string> => {
    const envelope = await core.execute({ operation: 'workbench:GetStatus', input: {} })
    return envelope.ok ? String((envelope.value as { State?: unknown }).State) : 'unknown'
  }

  /** Ends the process that held the keys, and the page that may have shown values: it is replaced at once, and told nothing before. */
  const endProcesses = async (reason: string, wasOpen: boolean): Promise<void> => {
    await options.onSealed()
    wasUnsealed = false
    const ended = core.seal(reason)
    if (wasOpen) void options.replacePage(reason)
    await ended
    if (!wasOpen) options.tell({ type: 'vault-state', reason })
  }

  /** One at a time: news of the vault's state that come meanwhile are of the seal itself. */
  const whileSealing = async (run: () => Promise<void>): Promise<void> => {
    sealing = true
    try {
      await run()
    } finally {
      sealing = false
    }
  }

  const seal = (reason: string): Promise<void> =>
    whileSealing(async () => {
      const wasOpen = (await stateOf()) === 'unsealed'
      // The core records and closes in order; then its process ends with whatever copies of keys are left in it.
      await core.execute({ operation: 'workbench:Seal', input: {} })
      await endProcesses(reason, wasOpen)
      screenLock.set(false)
    })

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
        await seal(SEALED)
        return { ok: true, value: undefined }
      }
      if (request.operation === 'workbench:MoveRegion') why = HOME_MOVED
      const envelope = await core.execute(request)
      if (request.operation === 'workbench:MoveRegion' && !hasSealed(envelope)) why = null
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
    async onVaultState(news) {
      if (sealing) return
      const state = await stateOf()
      if (sealing) return
      if (state === 'sealed' && wasUnsealed) {
        const reason = news.reason ?? why ?? SEALED
        why = null
        return whileSealing(() => endProcesses(reason, true))
      }
      if (state === 'unsealed') {
        if (!wasUnsealed) unsealedAtMs = Date.now()
        wasUnsealed = true
      }
      options.tell(news)
    },
  }
}

function hasSealed(envelope: Envelope): boolean {
  return envelope.ok && (envelope.value as { readonly Sealed?: unknown }).Sealed === true
}
