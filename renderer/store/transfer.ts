import { app, call } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { notify } from './toasts.ts'

export type ImportInput = WireInput<'workbench:PlanImport'>
export type ImportPlan = WireOutput<'workbench:PlanImport'>
export type PlannedEntry = ImportPlan['Entries'][number]
export type ExportFormat = WireInput<'workbench:ExportSecrets'>['Format']

/** What an import would do; nothing is written. */
export function planImport(input: ImportInput): Promise<ImportPlan> {
  return call('workbench:PlanImport', input)
}

/** True for the text of an encrypted export, which needs its passphrase before it can be planned. */
export function isEncryptedExport(text: string): boolean {
  return /^\s*\{\s*"format"\s*:\s*"coffer-export-/.test(text)
}

/** The JSON text in an encrypted export. Keep it in a component, never in the store. */
export async function openExport(text: string, passphrase: string): Promise<string> {
  const { Text } = await call('workbench:OpenExport', { Text: text, Passphrase: passphrase })
  return Text
}

/** Writes the named entries of a plan, all or none. */
export async function applyImport(input: ImportInput, names: readonly string[], kmsKeyId: string | null): Promise<readonly string[]> {
  const { CreatedCount, UpdatedCount, ARNs } = await call('workbench:ApplyImport', { ...input, Names: names, ...(kmsKeyId === null ? {} : { KmsKeyId: kmsKeyId }) })
  notify({ kind: 'done', text: `Imported: ${CreatedCount.toLocaleString('en')} new, ${UpdatedCount.toLocaleString('en')} changed.` })
  return ARNs
}

const EXTENSION: Readonly<Record<ExportFormat, string>> = { env: '.env', json: '.json', encrypted: '.coffer' }

/** Asks for a file and writes the secrets' current values there. False when the person changed their mind. */
export async function exportSecrets(arns: readonly string[], format: ExportFormat, baseName: string, passphrase: string | null): Promise<boolean> {
  const chosen = await app('dialog.save-file', { title: 'Export secrets', suggestedName: `${baseName}${EXTENSION[format]}` })
  if (chosen === null) return false
  const { Path, SecretCount } = await call('workbench:ExportSecrets', {
    SecretIds: arns,
    Format: format,
    Path: chosen.path,
    ...(passphrase === null ? {} : { Passphrase: passphrase }),
  })
  notify({ kind: 'done', text: `Exported ${SecretCount.toLocaleString('en')} ${SecretCount === 1 ? 'secret' : 'secrets'} to ${Path}.` })
  return true
}
