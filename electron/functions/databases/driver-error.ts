import type { LoginFailure } from '../../engine/rotation/function-runner.ts'
import type { Redactor } from '../redactor.ts'
import { RotationFailure } from '../rotation-failure.ts'
import type { DriverError, EngineAdapter } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'

/** Reads what a driver threw: code, number and text, also out of the errors it wraps. */
export function readDriverError(thrown: unknown): DriverError {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Readonly<Record<string, unknown>>
  // Node tries all addresses of a name and puts the errors of each into one.
  if (Array.isArray(error['errors']) && error['errors'].length > 0 && !error['message']) return readDriverError(error['errors'][0])
  const inner = typeof error['cause'] === 'object' && error['cause'] !== null ? readDriverError(error['cause']) : null
  const code = typeof error['code'] === 'string' || typeof error['code'] === 'number' ? String(error['code']) : (inner?.code ?? '')
  const number = [error['errno'], error['number'], error['errorNum'], error['code']].find((value) => typeof value === 'number')
  const message = typeof error['message'] === 'string' && error['message'] !== '' ? error['message'] : (inner?.message ?? String(thrown))
  return { code: inner !== null && isNetworkOrTls(inner.code) ? inner.code : code, number: typeof number === 'number' ? number : (inner?.number ?? null), message }
}

const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ECONNRESET|EPIPE|EADDRNOTAVAIL|ECONNABORTED|ESOCKET|ETIMEOUT)$/
const TLS = /^(ERR_TLS_|ERR_SSL_|EPROTO|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CRL_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|ERROR_IN_CERT|HANDSHAKE_SSL_ERROR|HANDSHAKE_NO_SSL_SUPPORT|ERR_OSSL)/

function isNetworkOrTls(code: string): boolean {
  return UNREACHABLE.test(code) || TLS.test(code)
}

/** A login that did not work, and why; the message is redacted and names user, host and database. */
export interface LoginProblem {
  readonly failure: LoginFailure
  readonly message: string
}

const WORDS: Readonly<Record<LoginFailure, (secret: DatabaseSecret) => string>> = {
  unreachable: ({ host, port }) => `${host}:${port} cannot be reached`,
  tls: ({ host, port }) => `no TLS connection with ${host}:${port} that holds`,
  'wrong-password-or-no-user': ({ username }) => `wrong password, or no user ${username}`,
  'login-not-allowed': ({ username, host }) => `${username} is not allowed to log in to ${host} from here`,
  'database-missing': ({ database }) => `there is no database ${database ?? ''}`.trimEnd(),
  'password-expired': ({ username }) => `the password of ${username} has expired`,
  other: ({ host }) => `${host} refused the login`,
}

const CERTIFICATE_HINT = 'Put the authority’s certificate into the secret as sslrootcert, or choose another sslmode (verify-ca, require, prefer, disable).'

/** Tells why a login failed. */
export function loginProblem(adapter: EngineAdapter, secret: DatabaseSecret, thrown: unknown, redactor: Redactor): LoginProblem {
  if (thrown instanceof RotationFailure) return { failure: 'other', message: thrown.message }
  const error = readDriverError(thrown)
  const failure = adapter.failureOf(error) ?? generalFailure(error)
  const hint = failure === 'tls' ? ` ${tlsHint(adapter, error)}` : ''
  return { failure, message: redactor.mask(`${WORDS[failure](secret)} (${redactor.redact(describe(error).replace(/\.$/, ''))}).${hint}`) }
}

function tlsHint(adapter: EngineAdapter, error: DriverError): string {
  if (adapter.isTlsNotOffered(error)) return 'Turn TLS on at the server, or set "sslmode" to "prefer" or "disable" in the secret.'
  return adapter.isTlsDemanded?.(error) === true ? 'The server takes no plain text: set "ssl" to true in the secret.' : CERTIFICATE_HINT
}

function generalFailure({ code, message }: DriverError): LoginFailure {
  if (TLS.test(code) || /certificate|\bTLS\b|\bSSL\b/i.test(message)) return 'tls'
  if (UNREACHABLE.test(code) || /connect(ion)? (timeout|timed out)|timeout expired|terminated due to connection timeout|connection terminated unexpectedly|connect ETIMEDOUT/i.test(message)) return 'unreachable'
  return 'other'
}

/** A driver's error in one line: `28P01: password authentication failed`. */
export function describe({ code, number, message }: DriverError): string {
  const name = code === '' ? (number === null ? '' : String(number)) : code
  const text = message.replace(/\s+/g, ' ').trim()
  return name === '' || text.includes(name) ? text : `${name}: ${text}`
}

/** A statement that failed, as a failure of the step. The text is redacted: servers quote what they were sent. */
export function statementFailure(adapter: EngineAdapter, what: string, thrown: unknown, redactor: Redactor): RotationFailure {
  if (thrown instanceof RotationFailure) return thrown
  const error = readDriverError(thrown)
  const hint = adapter.hintOf?.(error) ?? null
  return new RotationFailure('DatabaseError', redactor.mask(`${what}: ${redactor.redact(describe(error))}${hint === null ? '' : ` ${hint}`}`))
}
