import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Preferences } from '../../shared/ipc/contract.ts'
import { PreferencesPatch, readPreferences } from './preferences.ts'

const Bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(200), height: z.number().int().min(200) })
const VaultFolder = z.string().min(1).max(4096)
export type WindowBounds = z.infer<typeof Bounds>

/** What the shell remembers between starts; nothing in it is secret. */
export interface Settings {
  preferences(): Preferences
  /** Takes a partial change, stores it and returns all. Throws ZodError for names or values that do not fit. */
  change(patch: unknown): Preferences
  windowBounds(): WindowBounds | null
  keepWindowBounds(bounds: WindowBounds): void
  /** The folder of a vault that the person chose to open, or null for the app's own. */
  vaultFolder(): string | null
  keepVaultFolder(folder: string | null): void
}

/** Replaces a file as a whole: a new private file, on disk, then renamed over the old one. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${randomUUID()}.new`
  const handle = openSync(temporary, 'wx', 0o600)
  try {
    writeFileSync(handle, content)
    fsyncSync(handle)
    closeSync(handle)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function readJson(file: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {}
  } catch {
    // Absent or damaged: preferences are a comfort, the defaults do.
    return {}
  }
}

/** Opens the settings in `folder`, which is made if absent. */
export function openSettings(folder: string): Settings {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'preferences.json')
  const stored = readJson(file)
  let preferences = readPreferences(stored['preferences'])
  let bounds = Bounds.safeParse(stored['windowBounds']).data ?? null
  let vaultFolder = VaultFolder.safeParse(stored['vaultFolder']).data ?? null
  const save = (): void => replaceFile(file, `${JSON.stringify({ preferences, windowBounds: bounds, vaultFolder }, null, 2)}\n`)
  return {
    preferences: () => preferences,
    change(patch) {
      // zod fills in defaults for absent fields; only what was asked for may change.
      const asked = Object.keys(PreferencesPatch.parse(patch)).filter((name) => Object.hasOwn(patch as object, name))
      const parsed: Record<string, unknown> = PreferencesPatch.parse(patch)
      preferences = readPreferences({ ...preferences, ...Object.fromEntries(asked.map((name) => [name, parsed[name]])) })
      save()
      return preferences
    },
    windowBounds: () => bounds,
    keepWindowBounds(next) {
      bounds = Bounds.parse(next)
      save()
    },
    vaultFolder: () => vaultFolder,
    keepVaultFolder(next) {
      vaultFolder = VaultFolder.nullable().parse(next)
      save()
    },
  }
}
