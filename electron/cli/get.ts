import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import { parseJsonObject } from '../../shared/secret-kinds/json-object.ts'
import { base64ToBytes } from '../../shared/shape/base64.ts'
import { commandScope, oneWord, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

/**
 * `coffer get NAME`: prints a value as it is, or one key of its JSON. A person gets a line end after it, a program does
 * not: it would become part of the value.
 */
export async function runGet(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { ...scopeOptions, key: { type: 'string' }, 'version-id': { type: 'string' }, 'version-stage': { type: 'string' } },
  })
  const { address, scope } = commandScope(values, terminal)
  const answer = await callCore(
    address,
    'secretsmanager:GetSecretValue',
    { SecretId: oneWord(positionals, 'secret name or ARN'), VersionId: values['version-id'], VersionStage: values['version-stage'] },
    scope,
  )
  if (values.json === true) terminal.out(JSON.stringify(answer, null, 2))
  else if (values.key !== undefined) printText(valueOfKey(answer.SecretString, values.key, answer.Name), terminal)
  else if (answer.SecretString !== undefined) printText(answer.SecretString, terminal)
  else printBytes(base64ToBytes(answer.SecretBinary ?? '') ?? new Uint8Array(0), answer.Name, terminal)
  return 0
}

function printText(text: string, terminal: Terminal): void {
  if (terminal.outputIsTerminal) terminal.out(text)
  else terminal.outBytes(Buffer.from(text, 'utf8'))
}

function printBytes(bytes: Uint8Array, name: string, terminal: Terminal): void {
  if (terminal.outputIsTerminal) throw new ServiceError('InvalidRequestException', `The value of ${name} is binary (${bytes.length} bytes) and would upset a terminal. Send it to a file, or use --json.`)
  terminal.outBytes(bytes)
}

function valueOfKey(secretString: string | undefined, key: string, name: string): string {
  const members = secretString === undefined ? null : parseJsonObject(secretString)
  if (members === null) throw new ServiceError('InvalidRequestException', `The value of ${name} is not a JSON object, so it has no keys.`)
  const value = members.get(key)
  if (value === undefined) throw new ServiceError('InvalidRequestException', `The value of ${name} has no key "${key}". It has: ${[...members.keys()].join(', ')}.`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}
