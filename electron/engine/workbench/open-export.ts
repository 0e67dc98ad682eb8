import type { CallHandler } from '../operation-handler.ts'
import { unsealExport } from './export-file.ts'
import { requireRoot } from './require-root.ts'

/** Opens an encrypted export, for PlanImport and ApplyImport to read. */
export const openExport: CallHandler<'workbench:OpenExport'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle({ host }, input) {
    const text = await unsealExport(input.Text, input.Passphrase, host)
    const data: unknown = JSON.parse(text.reveal())
    return { Text: text, SecretCount: Array.isArray(data) ? data.length : Object.keys(data ?? {}).length }
  },
}
