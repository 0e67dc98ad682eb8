import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import { bytesToBase64 } from '../../shared/shape/base64.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

/** `coffer put NAME`: a new version of a secret, or a new secret. The value comes from a file, a pipe, or hidden typing. */
export async function runPut(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { ...scopeOptions, file: { type: 'string' }, description: { type: 'string' }, 'kms-key-id': { type: 'string' }, binary: { type: 'boolean' } },
  })
  const { address, scope } = commandScope(values, terminal)
  if (positionals.length > 1) throw new UsageError('put takes no value as an argument, since others on this machine could see it. Use --file, or pipe it in.')
  const name = oneWord(positionals, 'secret name or ARN')
  const value = valueMembers(await readValue(values.file, terminal), values.binary === true)
  // One token for the whole command: a repeated call is the same write.
  const ClientRequestToken = randomUUID()
  const exists = await callCore(address, 'secretsmanager:DescribeSecret', { SecretId: name }, scope).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return false
      throw error
    },
  )
  const answer = exists
    ? await callCore(
        address,
        'secretsmanager:UpdateSecret',
        { SecretId: name, ClientRequestToken, Description: values.description, KmsKeyId: values['kms-key-id'], ...value },
        scope,
      )
    : await callCore(
        address,
        'secretsmanager:CreateSecret',
        { Name: name, ClientRequestToken, Description: values.description, KmsKeyId: values['kms-key-id'], ...value },
        scope,
      )
  if (values.json === true) terminal.out(JSON.stringify(answer, null, 2))
  else terminal.error(`${exists ? 'New version of' : 'Created'} ${answer.Name} (${answer.VersionId ?? ''})`)
  return 0
}

async function readValue(file: string | undefined, terminal: Terminal): Promise<Uint8Array> {
  if (file === undefined) {
    if (!terminal.inputIsTerminal) return terminal.readStandardInput()
    return Buffer.from(await terminal.askHidden('Type or paste the value; it is not shown. End it with Ctrl+D: ', 'text'), 'utf8')
  }
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Nothing was written.`)
  }
}

function valueMembers(bytes: Uint8Array, isBinary: boolean): { readonly SecretString: string } | { readonly SecretBinary: string } {
  if (isBinary) return { SecretBinary: bytesToBase64(bytes) }
  try {
    return { SecretString: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    throw new UsageError('The value is not UTF-8 text. Use --binary to store it as bytes. Nothing was written.')
  }
}
