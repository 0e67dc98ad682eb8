const BYTES_PER_LINE = 16
const MAX_PREVIEW_BYTES = 256

function printable(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
}

/** The first 256 bytes as lines of offset, hex and text, as `hexdump -C` prints them. */
export function hexPreview(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < Math.min(bytes.length, MAX_PREVIEW_BYTES); at += BYTES_PER_LINE) {
    const part = [...bytes.subarray(at, Math.min(at + BYTES_PER_LINE, MAX_PREVIEW_BYTES))]
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    lines.push(`${at.toString(16).padStart(4, '0')}  ${hex.padEnd(BYTES_PER_LINE * 3 - 1)}  ${part.map(printable).join('')}`)
  }
  if (bytes.length > MAX_PREVIEW_BYTES) lines.push(`… ${(bytes.length - MAX_PREVIEW_BYTES).toLocaleString('en')} more bytes`)
  return lines.join('\n')
}
