import { closeSync, constants, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import { type ExportedSecret, writeEnv } from '../../../shared/import/write-env.ts'
import { writeJson } from '../../../shared/import/write-json.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from '../secretsmanager/authorize-secret.ts'
import { findActiveSecret } from '../secretsmanager/find-secret.ts'
import { versionWithStage } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT } from '../secretsmanager/staging-labels.ts'
import { openVersionValue } from '../secretsmanager/version-value.ts'
import { requireStrongPassphrase } from '../vault/passphrase.ts'
import { sealExport } from './export-file.ts'

const FILE_MODE = 0o600

/** Writes the current values of secrets to a file that only the user can read: in the clear, or sealed under a passphrase. */
export const exportSecrets: CallHandler<'workbench:ExportSecrets'> = {
  kind: 'call',
  authorize(context, input) {
    for (const secretId of input.SecretIds) authorizeSecret(context, 'GetSecretValue', secretId)
  },
  async handle(context, input) {
    if (input.Format === 'encrypted') {
      if (input.Passphrase === undefined) throw new ServiceError('InvalidParameterException', 'An encrypted export needs a passphrase.')
      await requireStrongPassphrase(input.Passphrase, context.host)
    }
    const secrets = input.SecretIds.flatMap((secretId) => exported(context, secretId) ?? [])
    const plain = input.Format === 'env' ? writeEnv(secrets) : writeJson(secrets)
    const text = input.Passphrase !== undefined && input.Format === 'encrypted' ? await sealExport(plain, input.Passphrase, context.host) : plain
    return { Path: input.Path, SecretCount: secrets.length, SizeBytes: writeWhole(input.Path, text) }
  },
}

function exported(context: CallContext, secretId: string): ExportedSecret | null {
  const secret = findActiveSecret(context, secretId)
  const current = versionWithStage(secret, AWSCURRENT)
  if (current === null || current.valueId === null) return null
  const value = openVersionValue(context, secret, current)
  const bytes = Buffer.from(value.bytes)
  value.bytes.fill(0)
  return {
    name: secret.name,
    description: secret.description,
    ...(value.kind === 'string' ? { secretString: bytes.toString('utf8') } : { secretBinary: bytes.toString('base64') }),
  }
}

/** A new file beside the target, put in its place whole: a full disk leaves no half export. */
function writeWhole(path: string, text: string): number {
  const bytes = Buffer.from(text, 'utf8')
  const temporary = `${path}.part`
  try {
    rmSync(temporary, { force: true })
    const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, FILE_MODE)
    try {
      writeFileSync(file, bytes)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
    return bytes.length
  } catch (error) {
    rmSync(temporary, { force: true })
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new ServiceError('ExportNotWritten', `The export could not be written to ${path} (${code}). No file was left there.`, { cause: error })
  } finally {
    bytes.fill(0)
  }
}
