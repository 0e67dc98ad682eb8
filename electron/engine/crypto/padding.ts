const LENGTH_BYTES = 4
const SMALLEST_BUCKET_BYTES = 64

/**
 * The size that `contentBytes` bytes are padded to, so that a sealed size tells little: powers of two up to 1 KiB,
 * above that steps of at most an eighth (the idea of Padmé, Nikitin et al. 2019).
 */
export function bucketBytes(contentBytes: number): number {
  let bucket = SMALLEST_BUCKET_BYTES
  while (bucket < contentBytes && bucket < 1024) bucket *= 2
  if (contentBytes <= bucket) return bucket
  const step = 2 ** Math.max(0, Math.floor(Math.log2(contentBytes)) - 3)
  return Math.ceil(contentBytes / step) * step
}

/** u32 length ‖ content ‖ zeros up to the bucket. */
export function pad(content: Uint8Array): Buffer {
  const padded = Buffer.alloc(bucketBytes(LENGTH_BYTES + content.length))
  padded.writeUInt32BE(content.length, 0)
  padded.set(content, LENGTH_BYTES)
  return padded
}

/**
 * The content of what `pad` made, as a view on the same memory.
 * @throws {RangeError} the length does not fit, or the padding is not zero
 */
export function unpad(padded: Uint8Array): Buffer {
  const bytes = Buffer.from(padded.buffer, padded.byteOffset, padded.byteLength)
  if (bytes.length < LENGTH_BYTES) throw new RangeError('Padded content is too short')
  const end = LENGTH_BYTES + bytes.readUInt32BE(0)
  if (end > bytes.length || bucketBytes(end) !== bytes.length) throw new RangeError('The length of padded content does not fit')
  for (let at = end; at < bytes.length; at++) if (bytes[at] !== 0) throw new RangeError('The padding is not zero')
  return bytes.subarray(LENGTH_BYTES, end)
}
