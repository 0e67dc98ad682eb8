import type { CofferError } from '../api/coffer-api.ts'
import type { Preferences } from '../../shared/ipc/contract.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import type { OpenDialog } from './dialogs.ts'
import type { FunctionRuntime, RotationFunction } from './functions.ts'
import type { RegionStatus, ReplicationTarget } from './regions.ts'
import type { RotationSummary } from './rotations.ts'

export type VaultStatus = WireOutput<'workbench:GetStatus'>
export type SecretSummary = WireOutput<'workbench:ListSecretSummaries'>['Summaries'][number]
export type Account = WireOutput<'workbench:ListAccounts'>['Accounts'][number]
export type SavedFilter = WireOutput<'workbench:ListSavedFilters'>['Filters'][number]
export type ActivityEvent = WireOutput<'workbench:ListActivity'>['Events'][number]
export type KeyMetadata = WireOutput<'kms:DescribeKey'>['KeyMetadata']
export type KeyRotation = NonNullable<WireOutput<'workbench:ListKeySummaries'>['Keys'][number]['Rotation']>

export type Section = 'secrets' | 'keys' | 'rotation' | 'regions' | 'functions' | 'access' | 'explain' | 'endpoint' | 'activity' | 'trash' | 'settings'
export type SortColumn = 'name' | 'key' | 'changed' | 'rotates'

export interface SessionSlice {
  /** `starting` until the first answer of GetStatus. */
  readonly status: 'starting' | VaultStatus['State']
  readonly vault: VaultStatus | null
  readonly accountId: string
  readonly region: string
  readonly accounts: readonly Account[]
  /** When this window saw the vault unsealed, epoch ms. */
  readonly unsealedAtMs: number | null
  /** Why the vault was sealed or changed, in words. */
  readonly reason: string | null
}

/** `summaries` and `order` change in place of a copy of 100,000 entries; `revision` rises with every change of them. */
export interface SecretsSlice {
  readonly revision: number
  readonly summaries: ReadonlyMap<string, SecretSummary>
  /** ARNs of the secrets that are not in the trash, sorted as the grid shows them. */
  readonly order: readonly string[]
  readonly trashOrder: readonly string[]
  readonly loading: boolean
  /** Secrets of the account and region by the core's count, trash included. */
  readonly totalCount: number
  readonly error: CofferError | null
}

export interface SelectionSlice {
  readonly focusedArn: string | null
  readonly selectedArns: ReadonlySet<string>
  /** Where a range that Shift extends begins. */
  readonly anchorArn: string | null
}

/** The call that the explainer asks about; what is absent is not chosen yet. */
export interface ExplainQuestion {
  /** Whether one call is explained, or who may do what with one secret. */
  readonly mode: 'call' | 'who'
  /** An ARN. */
  readonly principal: string
  readonly action: string
  readonly secretArn: string | null
  readonly keyArn: string | null
  readonly roleArn: string | null
  readonly versionStage: string
  readonly facts: readonly { readonly key: string; readonly value: string }[]
}

export interface ViewSlice {
  readonly section: Section
  /** Path prefix that ends in `/`, or null for all secrets. */
  readonly folder: string | null
  readonly expandedFolders: ReadonlySet<string>
  readonly query: string
  readonly sort: { readonly column: SortColumn; readonly descending: boolean }
  readonly savedFilters: readonly SavedFilter[]
  /** Tab of the secret's pane. */
  readonly detailTab: string
  /** The card over the grid that tells of the focused secret. */
  readonly peeking: boolean
  readonly paletteOpen: boolean
  /** Ids of what the palette ran last, newest first. */
  readonly recents: readonly string[]
  readonly dialog: OpenDialog | null
  readonly focusedKeyArn: string | null
  readonly explain: ExplainQuestion
  /** True while the window hides what it shows because the screen is locked. */
  readonly screenLocked: boolean
  /** When the clipboard clears, epoch ms. */
  readonly clipboardClearsAtMs: number | null
}

export interface KeyItem {
  readonly metadata: KeyMetadata
  readonly aliases: readonly string[]
  /** Secrets of any account whose values it encrypts, without the trash. */
  readonly secretCount: number
  readonly trashedSecretCount: number
  /** Null while automatic rotation is off. */
  readonly rotation: KeyRotation | null
}

export interface KeysSlice {
  readonly items: readonly KeyItem[]
  readonly loading: boolean
  readonly loaded: boolean
  readonly error: CofferError | null
}

export interface RotationsSlice {
  /** Secrets whose rotation was ever configured. */
  readonly items: readonly RotationSummary[]
  readonly isPaused: boolean
  readonly loaded: boolean
  readonly error: CofferError | null
  /** Secrets whose rotation failed, or is overdue. */
  readonly attentionArns: ReadonlySet<string>
  /** Rises with every change of the items. */
  readonly revision: number
  readonly focusedArn: string | null
  readonly selectedArns: ReadonlySet<string>
}

export interface RegionsSlice {
  readonly items: readonly RegionStatus[]
  /** How deliveries go to each region that anything is replicated to. */
  readonly targets: readonly ReplicationTarget[]
  readonly loaded: boolean
  readonly error: CofferError | null
  readonly focusedRegion: string | null
}

export interface FunctionsSlice {
  /** Built-in ones first. */
  readonly items: readonly RotationFunction[]
  readonly runtimes: readonly FunctionRuntime[]
  readonly loaded: boolean
  readonly error: CofferError | null
  readonly focusedName: string | null
}

export interface ActivitySlice {
  /** Newest first, at most 500. */
  readonly events: readonly ActivityEvent[]
}

export interface Toast {
  readonly id: number
  readonly kind: 'done' | 'info' | 'warning' | 'failed'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void | Promise<void> }
}

export interface State {
  readonly session: SessionSlice
  readonly secrets: SecretsSlice
  readonly selection: SelectionSlice
  readonly view: ViewSlice
  readonly keys: KeysSlice
  readonly rotations: RotationsSlice
  readonly regions: RegionsSlice
  readonly functions: FunctionsSlice
  readonly activity: ActivitySlice
  readonly preferences: Preferences
  readonly toasts: readonly Toast[]
}

const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  compactRows: false,
  clipboardClearSeconds: 30,
  autoSealIdleMinutes: 15,
  onSuspend: 'seal',
  onScreenLock: 'screen-lock',
  endpointEnabled: true,
  endpointPort: 7345,
  endpointSocket: '',
  contentProtection: true,
  panes: {},
  firstRunDone: false,
  rotationNotices: 'without-name',
}

const EMPTY_QUESTION: ExplainQuestion = {
  mode: 'call',
  principal: '',
  action: 'secretsmanager:GetSecretValue',
  secretArn: null,
  keyArn: null,
  roleArn: null,
  versionStage: '',
  facts: [],
}

/** The state of a window that knows nothing yet; sealing goes back to it. */
export function initialState(): State {
  return {
    session: { status: 'starting', vault: null, accountId: '', region: '', accounts: [], unsealedAtMs: null, reason: null },
    secrets: { revision: 0, summaries: new Map(), order: [], trashOrder: [], loading: false, totalCount: 0, error: null },
    selection: { focusedArn: null, selectedArns: new Set(), anchorArn: null },
    view: {
      section: 'secrets',
      folder: null,
      expandedFolders: new Set(),
      query: '',
      sort: { column: 'name', descending: false },
      savedFilters: [],
      detailTab: 'value',
      peeking: false,
      paletteOpen: false,
      recents: [],
      dialog: null,
      focusedKeyArn: null,
      explain: EMPTY_QUESTION,
      screenLocked: false,
      clipboardClearsAtMs: null,
    },
    keys: { items: [], loading: false, loaded: false, error: null },
    rotations: { items: [], isPaused: false, loaded: false, error: null, attentionArns: new Set(), revision: 0, focusedArn: null, selectedArns: new Set() },
    regions: { items: [], targets: [], loaded: false, error: null, focusedRegion: null },
    functions: { items: [], runtimes: [], loaded: false, error: null, focusedName: null },
    activity: { events: [] },
    preferences: DEFAULT_PREFERENCES,
    toasts: [],
  }
}
