import { createCipheriv, createDecipheriv, createHash, createSecretKey, pbkdf2Sync, randomBytes } from 'node:crypto'
import { TtcWriter, type TtcReader } from './oracle-buffer.ts'

/** A 12C password verifier: what a database keeps in place of a password. */
export interface Verifier {
  readonly salt: Buffer
  readonly hash: Buffer
}

const ITERATIONS = 4_096
const SESSION_ITERATIONS = 3
const KEY_BYTES = 32
export const VERIFIER_12C = 0x48_15

export function makeVerifier(password: string): Verifier {
  const salt = randomBytes(16)
  return { salt, hash: hashOf(passwordKey(password, salt), salt) }
}

/** One that no password fits, so that a name that is nobody's is not told from a wrong password. */
export function noVerifier(): Verifier {
  return { salt: randomBytes(16), hash: randomBytes(64) }
}

export function isPassword({ salt, hash }: Verifier, password: string): boolean {
  return hashOf(passwordKey(password, salt), salt).equals(hash)
}

function passwordKey(password: string, salt: Buffer): Buffer {
  return pbkdf2Sync(password, Buffer.concat([salt, Buffer.from('AUTH_PBKDF2_SPEEDY_KEY')]), ITERATIONS, 64, 'sha512')
}

function hashOf(key: Buffer, salt: Buffer): Buffer {
  return createHash('sha512').update(key).update(salt).digest()
}

function encrypt(key: Buffer, text: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-cbc', createSecretKey(key), Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(text), cipher.final()])
}

function decrypt(key: Buffer, text: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-cbc', createSecretKey(key), Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(text), decipher.final()])
}

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase()

/** What the server keeps between the phases of a logon. */
export interface Challenge {
  readonly verifier: Verifier
  readonly serverKey: Buffer
  readonly mixingSalt: Buffer
}

/** Phase one: half of the session key, under a key that only who knows the password has. */
export function challenge(verifier: Verifier): { readonly kept: Challenge; readonly pairs: Readonly<Record<string, string | readonly [string, number]>> } {
  const kept = { verifier, serverKey: randomBytes(KEY_BYTES), mixingSalt: randomBytes(16) }
  return {
    kept,
    pairs: {
      AUTH_SESSKEY: hex(encrypt(verifier.hash.subarray(0, KEY_BYTES), kept.serverKey)),
      AUTH_VFR_DATA: [hex(verifier.salt), VERIFIER_12C],
      AUTH_PBKDF2_CSK_SALT: hex(kept.mixingSalt),
      AUTH_PBKDF2_VGEN_COUNT: String(ITERATIONS),
      AUTH_PBKDF2_SDER_COUNT: String(SESSION_ITERATIONS),
    },
  }
}

/** Phase two: the key of both halves must open the key of the password and the password itself. Returns the server's proof; null: wrong. */
export function checkAnswer({ verifier, serverKey, mixingSalt }: Challenge, pairs: Readonly<Record<string, string>>): string | null {
  const bytes = (name: string): Buffer => Buffer.from(pairs[name] ?? '', 'hex')
  const clientKey = decrypt(verifier.hash.subarray(0, KEY_BYTES), bytes('AUTH_SESSKEY'))
  const both = Buffer.from(hex(Buffer.concat([clientKey, serverKey])))
  const key = pbkdf2Sync(both, mixingSalt, SESSION_ITERATIONS, KEY_BYTES, 'sha512')
  // Sixteen bytes of salt come before each.
  const speedy = decrypt(key, bytes('AUTH_PBKDF2_SPEEDY_KEY')).subarray(16, 80)
  if (!hashOf(speedy, verifier.salt).equals(verifier.hash)) return null
  const padded = decrypt(key, bytes('AUTH_PASSWORD'))
  const password = padded.subarray(16, padded.length - (padded.at(-1) ?? 0))
  if (!isPassword(verifier, password.toString('utf8'))) return null
  return hex(encrypt(key, Buffer.concat([randomBytes(16), Buffer.from('SERVER_TO_CLIENT'), Buffer.alloc(16, 16)])))
}

/** The body of either phase: who, and keys with values. */
export function readAuthentication(reader: TtcReader): { readonly user: string; readonly pairs: Readonly<Record<string, string>> } {
  const hasUser = reader.byte() === 1
  reader.integer()
  const mode = reader.integer()
  // A logon, with a password.
  if ((mode & 0x1_01) !== 0x1_01) throw new Error(`A logon of mode ${mode} is not played`)
  reader.byte()
  const count = reader.integer()
  reader.raw(2)
  const user = hasUser ? reader.text() : ''
  return { user, pairs: Object.fromEntries(Array.from({ length: count }, () => reader.pair()).map(({ key, value }) => [key, value])) }
}

const UTF8 = 873
const UTF16 = 2_000
const FIELD_VERSION_AT = 7
const TIME_ZONE_AT = 1

/** What a server says that it can do. */
export interface Abilities {
  readonly fieldVersion: number
  readonly knowsTimeZone: boolean
}

/** Reads the protocol's negotiation and gives the server's side. */
export function protocolAnswer(reader: TtcReader, { fieldVersion, knowsTimeZone }: Abilities): Buffer {
  while (reader.byte() !== 0);
  reader.terminated()
  const compile = Buffer.alloc(53)
  compile.writeUInt8(fieldVersion, FIELD_VERSION_AT)
  const runtime = Buffer.alloc(11)
  runtime.writeUInt8(2, 0)
  runtime.writeUInt8(knowsTimeZone ? 1 : 0, TIME_ZONE_AT)
  // Where the national character set stands, after two lists that are empty.
  const descriptor = Buffer.alloc(11)
  descriptor.writeUInt16BE(UTF16, 9)
  return new TtcWriter().byte(1, 6, 0).raw(Buffer.from('x86_64/Linux 2.4.xx\0')).uint16le(UTF8).byte(1).uint16le(0).uint16(descriptor.length).raw(descriptor).bytesWithLength(compile).bytesWithLength(runtime).bytes
}

/** Reads the data types' negotiation and agrees to all of it. Gives the version of the fields that both speak. */
export function dataTypesAnswer(reader: TtcReader, own: Abilities): { readonly bytes: Buffer; readonly fieldVersion: number } {
  if (reader.uint16le() !== UTF8 || reader.uint16le() !== UTF8) throw new Error('A client of another character set')
  reader.byte()
  const compile = reader.bytesWithLength() ?? Buffer.alloc(0)
  const runtime = reader.bytesWithLength() ?? Buffer.alloc(0)
  const hasTimeZone = runtime.readUInt8(TIME_ZONE_AT) === 1
  const writer = new TtcWriter().byte(2)
  if (hasTimeZone) {
    reader.raw(11)
    writer.raw(Buffer.from([0x80, 0, 0, 0, 60, 60, 0x80, 0, 0, 0, 0]))
  }
  for (let type = reader.uint16(); type !== 0; type = reader.uint16()) {
    const convertsTo = reader.uint16()
    writer.uint16(type).uint16(convertsTo)
    const representation = reader.raw(4)
    if (convertsTo !== 0) writer.raw(representation)
  }
  return { bytes: writer.uint16(0).bytes, fieldVersion: Math.min(own.fieldVersion, compile.readUInt8(FIELD_VERSION_AT)) }
}
