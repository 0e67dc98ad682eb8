import type { CallHandler } from '../operation-handler.ts'
import { unsealExport } from './export-file.ts'
import { readImport } from './plan-import.ts'
import { requireRoot } from './require-root.ts'

/** Opens an encrypted export, for PlanImport and ApplyImport to read. */
export const openExport: CallHandler<'workbench:OpenExport'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle({ host }, input) {
    const text = await unsealExport(input.Text, input.Passphrase, host)
    const { secrets } = readImport({ Format: 'json', Text: text })
    return { Text: text, SecretCount: secrets.length }
  },
}
