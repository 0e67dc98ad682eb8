import { z } from 'zod'
import type { Preferences } from '../../shared/ipc/contract.ts'

const lockAction = z.enum(['seal', 'screen-lock', 'nothing'])

/** Every preference with its default; a value that does not fit falls back alone, the others stay. */
export const PREFERENCE_FIELDS = {
  theme: z.enum(['light', 'dark', 'system']).default('system'),
  compactRows: z.boolean().default(false),
  clipboardClearSeconds: z.number().int().min(5).max(600).default(30),
  autoSealIdleMinutes: z.number().int().min(0).max(1440).default(10),
  onSuspend: lockAction.default('seal'),
  onScreenLock: lockAction.default('seal'),
  endpointEnabled: z.boolean().default(false),
  endpointPort: z.number().int().min(0).max(65_535).default(7345),
  endpointSocket: z.string().max(256).default(''),
  contentProtection: z.boolean().default(true),
  panes: z.record(z.string().max(64), z.number().min(0).max(100)).default({}),
  firstRunDone: z.boolean().default(false),
  rotationNotices: z.enum(['off', 'without-name', 'with-name']).default('without-name'),
} as const

/** What the window may ask to change; unknown names are refused. */
export const PreferencesPatch = z.strictObject(PREFERENCE_FIELDS).partial()

/** Reads stored preferences: each field that is missing or does not fit takes its default. */
export function readPreferences(stored: unknown): Preferences {
  const source: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {}
  const entries = Object.entries(PREFERENCE_FIELDS).map(([name, field]) => {
    const read = field.safeParse(source[name])
    return [name, read.success ? read.data : field.parse(undefined)]
  })
  return Object.freeze(Object.fromEntries(entries)) as Preferences
}
