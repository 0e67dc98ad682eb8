const FORMAT_PREFIX = 'sv1\0'
const MAX_PAIRS = 0xffff
const MAX_TEXT_BYTES = 0xffff
const UTF8_BYTES_PER_UNIT = 3
const FIRST_SURROGATE = 0xd800
const AFTER_SURROGATES = 0xe000

/**
 * The bytes that bind a ciphertext to its place: `sv1\0<purpose>\0`, then the pairs as the AWS Encryption SDK serialises
 * an encryption context: u16 count, pairs in order of their keys' UTF-8 bytes, u16 length before each text; an empty
 * context adds nothing. Other purposes never give equal bytes, whatever their pairs.
 * @throws {RangeError} a text is ill-formed UTF-16 (lone surrogates all encode alike), or longer than 65,535 bytes
 */
export function encodeEncryptionContext(purpose: string, context: Readonly<Record<string, string>>): Buffer {
  if (purpose.length === 0 || purpose.includes('\0')) throw new RangeError('The purpose of a context is a text without NUL')
  const prefix = `${FORMAT_PREFIX}${purpose}\0`
  const keys = Object.keys(context).sort(compareCodePoints)
  if (keys.length > MAX_PAIRS) throw new RangeError('An encryption context has too many pairs')
  let unitCount = prefix.length
  for (const key of keys) unitCount += key.length + checkText(context[key]).length

  const out = Buffer.allocUnsafe(unitCount * UTF8_BYTES_PER_UNIT + 2 + keys.length * 4)
  let offset = out.write(prefix, 0, 'utf8')
  if (keys.length === 0) return out.subarray(0, offset)
  offset = out.writeUInt16BE(keys.length, offset)
  for (const key of keys) {
    offset = writeText(out, checkText(key), offset)
    offset = writeText(out, context[key] as string, offset)
  }
  return out.subarray(0, offset)
}

function writeText(out: Buffer, text: string, offset: number): number {
  const lengthBytes = out.write(text, offset + 2, 'utf8')
  if (lengthBytes > MAX_TEXT_BYTES) throw new RangeError('A text of an encryption context is longer than 65,535 bytes')
  out.writeUInt16BE(lengthBytes, offset)
  return offset + 2 + lengthBytes
}

function checkText(text: unknown): string {
  if (typeof text !== 'string') throw new RangeError('An encryption context holds texts only')
  if (!text.isWellFormed()) throw new RangeError('An encryption context holds well-formed Unicode only')
  return text
}

/** The order of UTF-8 bytes, which is that of code points; UTF-16 units differ from it only beside surrogates. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let at = 0; at < length; at++) {
    const leftUnit = left.charCodeAt(at)
    const rightUnit = right.charCodeAt(at)
    if (leftUnit !== rightUnit) return rank(leftUnit) - rank(rightUnit)
  }
  return left.length - right.length
}

function rank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit < AFTER_SURROGATES ? unit + 0x10000 : unit
}
