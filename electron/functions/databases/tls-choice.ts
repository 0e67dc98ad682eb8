import { isIP } from 'node:net'
import { isAbsolute } from 'node:path'
import { readFileSync } from 'node:fs'
import * as tls from 'node:tls'
import type { FunctionSettings } from '../function-settings.ts'
import { valueError } from '../rotation-failure.ts'

/**
 * How a connection is protected. The first five are PostgreSQL's `sslmode`; `verify-if-offered` is what AWS's functions do
 * without an `ssl` key, but never past a certificate that does not hold: TLS verified, plain text only to a server that has no TLS.
 */
export type TlsMode = 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full' | 'verify-if-offered'

export interface TlsChoice {
  readonly mode: TlsMode
  /** PEM certificates to trust instead of the system's. */
  readonly ca: string | null
}

/** What drivers hand on to `tls.connect`. */
export interface TlsOptions {
  readonly rejectUnauthorized: boolean
  readonly ca?: string[]
  readonly checkServerIdentity?: () => undefined
}

const MODES: readonly TlsMode[] = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full']

/**
 * The choice of a secret: `sslmode` goes before AWS's `ssl` (true or "true": verified; false or "false": none; anything else as
 * if absent). `sslrootcert`, or the setting SSL_ROOT_CERT, is PEM text or the absolute path of a PEM file.
 * @throws RotationFailure ValueError
 */
export function readTlsChoice(fields: Readonly<Record<string, unknown>>, settings: FunctionSettings): TlsChoice {
  const ca = readCertificates(typeof fields['sslrootcert'] === 'string' ? fields['sslrootcert'] : settings('SSL_ROOT_CERT'))
  const mode = fields['sslmode'] ?? settings('SSL_MODE')
  if (mode !== null && mode !== undefined) {
    if (!MODES.includes(mode as TlsMode)) throw valueError(`sslmode must be one of ${MODES.join(', ')}.`)
    // As in libpq: with a CA at hand `require` checks against it.
    return { mode: mode === 'require' && ca !== null ? 'verify-ca' : (mode as TlsMode), ca }
  }
  const word = String(fields['ssl'] ?? '').toLowerCase()
  if (word === 'true' || word === 'false') return { mode: word === 'true' ? 'verify-full' : 'disable', ca }
  return { mode: 'verify-if-offered', ca }
}

/** Options of the first try; null for plain text. */
export function tlsOptions({ mode, ca }: TlsChoice): TlsOptions | null {
  if (mode === 'disable') return null
  if (mode === 'prefer' || mode === 'require') return { rejectUnauthorized: false }
  return { rejectUnauthorized: true, ca: ca === null ? systemCertificates() : [ca], ...(mode === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}) }
}

/** Whether a server without TLS may be talked to in plain text. */
export function mayFallBack({ mode }: TlsChoice): boolean {
  return mode === 'prefer' || mode === 'verify-if-offered'
}

/** The name for SNI; an IP address is none. */
export function serverName(host: string): string | undefined {
  return isIP(host) === 0 ? host : undefined
}

function readCertificates(text: string | null): string | null {
  if (text === null || text.trim() === '') return null
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  if (!isAbsolute(text)) throw valueError('sslrootcert must be PEM text or the absolute path of a PEM file.')
  let found: string
  try {
    found = readFileSync(text, 'utf8')
  } catch {
    throw valueError(`The certificates in ${text} (sslrootcert) cannot be read.`)
  }
  if (!found.includes('-----BEGIN CERTIFICATE-----')) throw valueError(`${text} (sslrootcert) holds no PEM certificate.`)
  return found
}

/** Node's roots and the system's, which hold a company's own; an old Node knows only its own. */
function systemCertificates(): string[] {
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: 'default' | 'system') => string[] }
  if (getCACertificates === undefined) return [...tls.rootCertificates]
  // The two hold much the same, in lines of different lengths.
  return [...new Map([...getCACertificates('default'), ...getCACertificates('system')].map((certificate) => [certificate.replaceAll(/\s/g, ''), certificate])).values()]
}
