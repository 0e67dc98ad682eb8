import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A tag, length and contents, as X.690 writes them. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents)
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const YEAR_MS = 365 * 86_400_000
const ECDSA_SHA256 = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')))
const COMMON_NAME = Buffer.from('550403', 'hex')

const utcTime = (at: number): Buffer => der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))

/**
 * A wallet for the driver of Oracle that trusts these authorities (PEM). The driver takes one PEM text for everything, and without
 * a key in it no TLS begins: so it starts with a key and a certificate that are made for this connection, which no one else has
 * and no server knows. Source: RFC 5280, 4.1.
 */
export function trustingWallet(authorities: readonly string[]): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = der(0x30, der(0x31, der(0x30, der(0x06, COMMON_NAME), der(0x0c, Buffer.from(createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex'))))))
  const now = Date.now()
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    der(0x30, utcTime(now - YEAR_MS), utcTime(now + YEAR_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const certificate = der(0x30, body, ECDSA_SHA256, der(0x03, Buffer.from([0]), sign('sha256', body, privateKey)))
  return [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END CERTIFICATE-----\n`, ...authorities].join('\n')
}
