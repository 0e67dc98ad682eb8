import type { Redactor } from '../redactor.ts'
import { RotationFailure } from '../rotation-failure.ts'
import type { EngineAdapter, MasterSession } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { loginProblem, readDriverError, type LoginProblem } from './driver-error.ts'
import { mayFallBack, tlsOptions } from './tls-choice.ts'

/** A login that was tried. */
export type LoginTry = { readonly session: MasterSession } | { readonly problem: LoginProblem }

export interface OpenParts {
  readonly adapter: EngineAdapter
  readonly redactor: Redactor
  readonly signal: AbortSignal
  note(text: string): void
}

/**
 * Logs in. Plain text in place of TLS happens only where the choice allows it and the server has no TLS, and is noted; a session
 * that should be encrypted and is not, as the server sees it, is closed again. Never rejects for a login that fails.
 */
export async function openLogin(parts: OpenParts, secret: DatabaseSecret): Promise<LoginTry> {
  const { adapter, redactor, note } = parts
  redactor.add(secret.password)
  try {
    const session = await connect(parts, secret)
    if (session.isEncrypted || secret.tls.mode === 'disable') return { session }
    if (mayFallBack(secret.tls)) {
      note(`The connection to ${secret.host}:${secret.port} is NOT encrypted.`)
      return { session }
    }
    await session.close()
    return { problem: { failure: 'tls', message: `The server says that the session with ${secret.host}:${secret.port} is not encrypted, and sslmode ${secret.tls.mode} asks for TLS.` } }
  } catch (thrown) {
    if (parts.signal.aborted) throw new RotationFailure('Stopped', 'The run was stopped.')
    return { problem: loginProblem(adapter, secret, thrown, redactor) }
  }
}

async function connect({ adapter, signal, note }: OpenParts, secret: DatabaseSecret): Promise<MasterSession> {
  const first = tlsOptions(secret.tls)
  const inPlainText = (): Promise<MasterSession> => {
    note(`${secret.host}:${secret.port} offers no TLS; connecting in plain text, since the secret does not ask for TLS ("ssl": true or an sslmode would).`)
    return adapter.open(secret, null, { signal, note })
  }
  if (first !== null && mayFallBack(secret.tls) && (await adapter.isPlainServer?.(secret)) === true) return inPlainText()
  try {
    return await adapter.open(secret, first, { signal, note })
  } catch (thrown) {
    if (first === null || !mayFallBack(secret.tls) || !adapter.isTlsNotOffered(readDriverError(thrown))) throw thrown
    return inPlainText()
  }
}
