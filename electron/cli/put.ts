import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import { bytesToBase64 } from '../../shared/shape/base64.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

/** `coffer put NAME`: a new version of a secret, or a new secret. */
export async function runPut(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { ...scopeOptions, file: { type: 'string' }, description: { type: 'string' }, 'kms-key-id': { type: 'string' }, binary: { type: 'boolean' } },
  })
  const { address, scope } = commandScope(values, terminal)
  const name = oneWord(positionals, 'secret name or ARN')
  const value = valueMembers(readValue(values.file, terminal), values.binary === true)
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

function readValue(file: string | undefined, terminal: Terminal): Uint8Array {
  if (file !== undefined) {
    try {
      return readFileSync(file)
    } catch (error) {
      throw new UsageError(`The file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}). Nothing was written.`)
    }
  }
  if (terminal.inputIsTerminal) terminal.error('Type the value and end it with Ctrl+D on a line of its own.')
  const bytes = terminal.readStandardInput()
  // A typed value ends with the line; a value from a pipe is taken as it is.
  return terminal.inputIsTerminal && bytes.at(-1) === 10 ? bytes.subarray(0, -1) : bytes
}

function valueMembers(bytes: Uint8Array, isBinary: boolean): { readonly SecretString: string } | { readonly SecretBinary: string } {
  if (isBinary) return { SecretBinary: bytesToBase64(bytes) }
  try {
    return { SecretString: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    throw new UsageError('The value is not UTF-8 text. Use --binary to store it as bytes. Nothing was written.')
  }
}
