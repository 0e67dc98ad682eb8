import { layoutImport } from '../../../shared/import/layout-import.ts'
import type { ImportedSecret, ImportLayout } from '../../../shared/import/layout-import.ts'
import { parseImport } from '../../../shared/import/parse-import.ts'
import { diffJsonObjects } from '../../../shared/diff/diff-json.ts'
import { parseJsonObject } from '../../../shared/secret-kinds/json-object.ts'
import { base64ToBytes } from '../../../shared/shape/base64.ts'
import type { Input, Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { versionWithStage } from '../secretsmanager/secret-record.ts'
import { sameValue, type SecretValue } from '../secretsmanager/secret-value.ts'
import { AWSCURRENT } from '../secretsmanager/staging-labels.ts'
import { openVersionValue } from '../secretsmanager/version-value.ts'
import { requireRoot } from './require-root.ts'

type ImportInput = Omit<Input<'workbench:PlanImport'>, never>
type PlanEntry = Output<'workbench:PlanImport'>['Entries'][number]

/** Says what an import would do to each secret. Nothing is written, and no value comes back. */
export const planImport: CallHandler<'workbench:PlanImport'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const { parsed, layout, secrets } = readImport(input)
    return {
      Format: parsed.format,
      Layout: layout,
      NamesSecrets: parsed.kind === 'documents',
      Entries: secrets.map((secret) => planEntry(context, secret)),
      Problems: parsed.problems.map((problem) => ({ Line: problem.line ?? undefined, Message: problem.message })),
    }
  },
}

/** The secrets that a text holds; PlanImport and ApplyImport read it the same way. */
export function readImport(input: ImportInput): { readonly parsed: ReturnType<typeof parseImport>; readonly layout: ImportLayout; readonly secrets: readonly ImportedSecret[] } {
  const parsed = parseImport({ format: input.Format, fileName: input.FileName, text: input.Text.reveal() })
  const { layout, secrets } = layoutImport(parsed, { name: input.Name, layout: input.Layout, fileName: input.FileName })
  return { parsed, layout, secrets }
}

export function importedValue(secret: ImportedSecret): SecretValue {
  return secret.secretBinary === undefined
    ? { kind: 'string', bytes: Buffer.from(secret.secretString ?? '', 'utf8') }
    : { kind: 'binary', bytes: base64ToBytes(secret.secretBinary) ?? new Uint8Array(0) }
}

/** What would happen to one secret, by comparing with its current value. */
export function planEntry(context: CallContext, imported: ImportedSecret): PlanEntry {
  const jsonKeys = [...(parseJsonObject(imported.secretString ?? '')?.keys() ?? [])]
  const entry = { Name: imported.name, JsonKeys: jsonKeys, ChangedKeys: [], AddedKeys: [], RemovedKeys: [] }
  if (imported.problem !== undefined) return { ...entry, Status: 'refused', Problem: imported.problem }
  const secret = context.region.secrets.findByName(context.accountId, imported.name)
  if (secret === null) return { ...entry, Status: 'new', AddedKeys: jsonKeys }
  if (secret.deletedAtMs !== undefined) {
    return { ...entry, Status: 'refused', Problem: 'A secret of this name is in the trash. Restore it or delete it for good first.' }
  }
  const current = versionWithStage(secret, AWSCURRENT)
  if (current === null || current.valueId === null) return { ...entry, Status: 'changed', AddedKeys: jsonKeys }
  const stored = openVersionValue(context, secret, current)
  try {
    if (sameValue(stored, importedValue(imported))) return { ...entry, Status: 'same' }
    return { ...entry, Status: 'changed', ...changedKeys(stored, imported) }
  } finally {
    stored.bytes.fill(0)
  }
}

function changedKeys(stored: SecretValue, imported: ImportedSecret): Pick<PlanEntry, 'ChangedKeys' | 'AddedKeys' | 'RemovedKeys'> {
  const before = stored.kind === 'string' ? parseJsonObject(Buffer.from(stored.bytes).toString('utf8')) : null
  const after = parseJsonObject(imported.secretString ?? '')
  if (before === null || after === null) return { ChangedKeys: [], AddedKeys: [], RemovedKeys: [] }
  const differences = diffJsonObjects(before, after)
  const paths = (status: string): readonly string[] =>
    differences.filter((difference) => difference.status === status).map((difference) => difference.path.join('.'))
  return { ChangedKeys: paths('changed'), AddedKeys: paths('added'), RemovedKeys: paths('removed') }
}
