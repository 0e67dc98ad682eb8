import type { Envelope } from './envelope.ts'

/** A call of an operation by the window; the account and region are those chosen in the context bar. */
export interface ExecuteRequest {
  readonly operation: string
  readonly input: unknown
  readonly accountId?: string | undefined
  readonly region?: string | undefined
}

/** News that core and shell push to the window. */
export type CofferEvent =
  /** The vault was sealed, unsealed, created or restored; ask GetStatus. `reason` is words for a person. */
  | { readonly type: 'vault-state'; readonly reason?: string }
  | { readonly type: 'endpoint-state' }
  /** Secrets that were written, by ARN; absent ones are gone. */
  | { readonly type: 'secrets-changed'; readonly arns: readonly string[] }
  | { readonly type: 'keys-changed' }
  /** A rotation of a secret, by ARN, began, went a step on or ended; ask GetRotation. */
  | { readonly type: 'rotation-changed'; readonly arn: string }
  /** The first try of a rotation failed, or the first after somebody asked for another; the tries that follow by themselves say nothing. */
  | { readonly type: 'rotation-failed'; readonly arn: string; readonly name: string }
  | { readonly type: 'access-changed' }
  /** One line for the activity strip, in the wire form of ActivityEvent. */
  | { readonly type: 'activity'; readonly event: unknown }
  /** A menu item or a global shortcut asks for a command of the window. */
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'clipboard'; readonly clearsAtMs: number | null }
  | { readonly type: 'preferences-changed' }
  | { readonly type: 'screen-lock'; readonly locked: boolean }

export interface Preferences {
  readonly theme: 'light' | 'dark' | 'system'
  readonly compactRows: boolean
  readonly clipboardClearSeconds: number
  readonly autoSealIdleMinutes: number
  readonly onSuspend: 'seal' | 'screen-lock' | 'nothing'
  readonly onScreenLock: 'seal' | 'screen-lock' | 'nothing'
  readonly endpointEnabled: boolean
  readonly endpointPort: number
  /** A Unix socket or Windows pipe in place of the port; '' for the port. */
  readonly endpointSocket: string
  readonly contentProtection: boolean
  /** Sizes of panes in percent, by name. */
  readonly panes: Readonly<Record<string, number>>
  readonly firstRunDone: boolean
  /** Whether the system tells of a rotation that failed, and whether it may say whose. */
  readonly rotationNotices: 'off' | 'without-name' | 'with-name'
}

/** Requests to the shell that are no operations of the vault: name -> request and reply. */
export interface AppChannels {
  'preferences.get': { request: undefined; reply: Preferences }
  'preferences.set': { request: Partial<Preferences>; reply: Preferences }
  /** Puts text on the clipboard and clears it after the preference's seconds, if it is still ours. */
  'clipboard.copy': { request: { readonly text: string; readonly secret: boolean }; reply: { readonly clearsAtMs: number | null } }
  'clipboard.clear': { request: undefined; reply: null }
  /** Absolute path of a folder or file that the person chose, for a setting that holds a path; nothing is read. */
  'dialog.choose-path': { request: { readonly title: string; readonly kind: 'file' | 'folder' }; reply: { readonly path: string } | null }
  'dialog.open-file': { request: { readonly title: string; readonly extensions?: readonly string[] }; reply: { readonly path: string } | null }
  'dialog.save-file': { request: { readonly title: string; readonly suggestedName: string }; reply: { readonly path: string } | null }
  /** Reads a file that the user chose in the open dialog or dropped; at most 4 MB; bytes as base64. */
  'file.read-chosen': { request: { readonly path: string }; reply: { readonly name: string; readonly base64: string } }
  /** Writes text, or bytes given as base64, to a path that the user chose in the save dialog, as a new file with mode 0600 that takes the old one's place. */
  'file.write-chosen': { request: { readonly path: string; readonly text: string; readonly encoding?: 'utf8' | 'base64' }; reply: { readonly sizeBytes: number } }
  /**
   * Lets the person choose the folder of a vault that exists, which this app uses from then on; the present one is sealed.
   * Null when they changed their mind. Refused with `NotAVaultFolder`.
   */
  'vault.choose-folder': { request: undefined; reply: { readonly dataFolder: string } | null }
  'print': { request: undefined; reply: null }
  'open-external': { request: { readonly url: string }; reply: null }
  'app.info': { request: undefined; reply: { readonly version: string; readonly platform: string; readonly electron: string; readonly contentProtectionAvailable: boolean } }
  'screen-lock.set': { request: { readonly locked: boolean }; reply: null }
}

export type AppChannel = keyof AppChannels

/** What preload puts on `window.coffer`. */
export interface CofferBridge {
  execute(request: ExecuteRequest): Promise<Envelope>
  app<C extends AppChannel>(channel: C, request: AppChannels[C]['request']): Promise<Envelope<AppChannels[C]['reply']>>
  /** Calls back on every event until the returned function is called. */
  onEvent(listener: (event: CofferEvent) => void): () => void
}

/** What main tells the core, and what the core answers (plain data over the utility process's port). */
export type ToCore =
  | { readonly type: 'start'; readonly config: CoreConfig }
  | { readonly type: 'call'; readonly id: number; readonly request: ExecuteRequest }
  | { readonly type: 'stop' }
export type FromCore =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly error: { readonly code: string; readonly message: string } }
  | { readonly type: 'reply'; readonly id: number; readonly envelope: Envelope }
  | { readonly type: 'event'; readonly event: CofferEvent }
  | { readonly type: 'stopped' }

export interface CoreConfig {
  readonly dataDir: string
  readonly version: string
  /** Path of another build of the SQLite addon, for runtimes older than Node-API 10. */
  readonly sqliteBinding?: string
  readonly endpoint: {
    readonly enabled: boolean
    readonly port: number
    /** A Unix socket or Windows pipe to listen on instead of the port; '' for none. */
    readonly socketPath?: string
    readonly rateLimits?: { readonly readsPerSecond?: number; readonly writesPerSecond?: number }
  }
  /** Account and region of a new vault when CreateVault names none. */
  readonly defaultAccountId: string
  readonly defaultRegion: string
  /** Fills an empty folder with the demo's data; such a vault cannot be opened again. */
  readonly demo?: boolean
}
