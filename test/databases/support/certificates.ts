import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { isIP } from 'node:net'

/** A tag, length and contents, as X.690 writes them. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents)
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const bits = (body: Buffer): Buffer => der(0x03, Buffer.from([0]), body)
const utcTime = (date: Date): Buffer => der(0x17, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
const name = (commonName: string): Buffer => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))))

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const BASIC_CONSTRAINTS = '551d13'
const ALTERNATIVE_NAME = '551d11'
const SUBJECT_KEY = '551d0e'
const AUTHORITY_KEY = '551d23'

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(isCritical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value))
}

function pem(label: string, body: Buffer): string {
  return `-----BEGIN ${label}-----\n${body.toString('base64').replace(/(.{64})/g, '$1\n').trimEnd()}\n-----END ${label}-----\n`
}

interface Subject {
  readonly commonName: string
  readonly key: KeyObject
}

function certificate(subject: Subject, issuer: Subject & { readonly privateKey: KeyObject }, extensions: readonly Buffer[]): string {
  const day = 86_400_000
  const spki = subject.key.export({ type: 'spki', format: 'der' })
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    name(issuer.commonName),
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + 30 * day))),
    name(subject.commonName),
    spki,
    der(0xa3, sequence(...extensions, extension(SUBJECT_KEY, false, der(0x04, keyId(subject.key))), extension(AUTHORITY_KEY, false, sequence(der(0x80, keyId(issuer.key)))))),
  )
  return pem('CERTIFICATE', sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuer.privateKey))))
}

function keyId(key: KeyObject): Buffer {
  return createHash('sha1').update(key.export({ type: 'spki', format: 'der' })).digest()
}

/** An authority of the test's own. */
export interface Authority {
  readonly certificate: string
  /** A server's certificate for host names and IP addresses. */
  issue(...hosts: readonly string[]): { readonly certificate: string; readonly key: string }
}

export function createAuthority(commonName = 'Coffer test authority'): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const self = { commonName, key: publicKey, privateKey }
  return {
    certificate: certificate(self, self, [extension(BASIC_CONSTRAINTS, true, sequence(der(0x01, Buffer.from([0xff]))))]),
    issue(...hosts) {
      const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const names = hosts.map((host) => (isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))))
      return {
        certificate: certificate({ commonName: hosts[0] ?? '', key: pair.publicKey }, self, [extension(ALTERNATIVE_NAME, false, sequence(...names))]),
        key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      }
    },
  }
}
