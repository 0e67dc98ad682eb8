const FORMAT_PREFIX = 'sv1\0'
const MAX_PAIRS = 0xffff
const MAX_TEXT_BYTES = 0xffff

type Pair = readonly [key: Buffer, value: Buffer]

/**
 * The bytes that bind a ciphertext to its place: `sv1\0<purpose>\0`, then the pairs as the AWS Encryption SDK serialises
 * an encryption context: u16 count, pairs in order of their keys' UTF-8 bytes, u16 length before each text; an empty
 * context adds nothing. Other purposes never give equal bytes, whatever their pairs.
 * @throws {RangeError} a text is ill-formed UTF-16 (lone surrogates all encode alike), or longer than 65,535 bytes
 */
export function encodeEncryptionContext(purpose: string, context: Readonly<Record<string, string>>): Buffer {
  if (purpose.length === 0 || purpose.includes('\0')) throw new RangeError('The purpose of a context is a text without NUL')
  const pairs: Pair[] = []
  for (const key of Object.keys(context)) pairs.push([textBytes(key), textBytes(context[key] as string)])
  if (pairs.length > MAX_PAIRS) throw new RangeError('An encryption context has too many pairs')
  pairs.sort((left, right) => Buffer.compare(left[0], right[0]))

  const prefix = Buffer.from(`${FORMAT_PREFIX}${purpose}\0`, 'utf8')
  if (pairs.length === 0) return prefix
  let totalBytes = prefix.length + 2
  for (const [key, value] of pairs) totalBytes += 4 + key.length + value.length
  const out = Buffer.allocUnsafe(totalBytes)
  let offset = prefix.copy(out, 0)
  offset = out.writeUInt16BE(pairs.length, offset)
  for (const pair of pairs) {
    for (const text of pair) {
      offset = out.writeUInt16BE(text.length, offset)
      offset += text.copy(out, offset)
    }
  }
  return out
}

function textBytes(text: string): Buffer {
  if (typeof text !== 'string') throw new RangeError('An encryption context holds texts only')
  if (!text.isWellFormed()) throw new RangeError('An encryption context holds well-formed Unicode only')
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length > MAX_TEXT_BYTES) throw new RangeError('A text of an encryption context is longer than 65,535 bytes')
  return bytes
}
