import { invariant } from '../../../shared/assert.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { ImportedSecret } from '../../../shared/import/layout-import.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { createSecret } from '../secretsmanager/create-secret.ts'
import { putSecretValue } from '../secretsmanager/put-secret-value.ts'
import type { SecretValue } from '../secretsmanager/secret-value.ts'
import { importedValue, planEntry, readImport } from './plan-import.ts'
import { requireRoot } from './require-root.ts'

/** Writes the chosen secrets of an import in one transaction, all or none; what is the same already is left alone. */
export const applyImport: CallHandler<'workbench:ApplyImport'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const wanted = new Set(input.Names)
    const chosen = readImport(input).secrets.filter((secret) => wanted.has(secret.name))
    const counts = { CreatedCount: 0, UpdatedCount: 0, SameCount: 0 }
    const arns: string[] = []
    for (const secret of chosen) {
      const entry = planEntry(context, secret)
      if (entry.Status === 'refused') {
        throw new ServiceError('InvalidRequestException', `Nothing was imported: "${secret.name}" cannot be. ${entry.Problem ?? ''}`)
      }
      if (entry.Status === 'same') counts.SameCount += 1
      else {
        counts[entry.Status === 'new' ? 'CreatedCount' : 'UpdatedCount'] += 1
        arns.push(writeImported(context, secret, entry.Status, input.KmsKeyId))
      }
    }
    return { ...counts, ARNs: arns }
  },
}

function writeImported(context: CallContext, secret: ImportedSecret, status: 'new' | 'changed', kmsKeyId: string | undefined): string {
  const value = valueInput(importedValue(secret))
  const token = context.host.random.uuid()
  const created = { Name: secret.name, ClientRequestToken: token, Description: secret.description, KmsKeyId: kmsKeyId, ...value }
  const put = { SecretId: secret.name, ClientRequestToken: token, ...value }
  // A policy on the secret may forbid what the import would do.
  if (status === 'new') createSecret.authorize(context, created)
  else putSecretValue.authorize(context, put)
  const output = status === 'new' ? createSecret.handle(context, created) : putSecretValue.handle(context, put)
  invariant(!(output instanceof Promise), 'writes are synchronous')
  return output.ARN
}

function valueInput(value: SecretValue): { readonly SecretString: Sensitive<string> } | { readonly SecretBinary: Sensitive<Uint8Array> } {
  return value.kind === 'string'
    ? { SecretString: new Sensitive(Buffer.from(value.bytes).toString('utf8')) }
    : { SecretBinary: new Sensitive(value.bytes) }
}
