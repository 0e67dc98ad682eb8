import type { LogLine } from '../../engine/rotation/function-runner.ts'
import { printable, redactBytes, redactText, type ShownPart } from './redact.ts'
import type { SecretForms } from './secret-forms.ts'

/** What is kept of a run's output in the end, in bytes. */
export const OUTPUT_KEPT = 256 * 1024
/** Beyond what is kept, so that a secret at the cut is still whole; the longest value that a secret can have, escaped. */
const SLACK = 512 * 1024
/** A line that is longer is shown from its middle rather than not at all. */
const LONG_LINE = 16 * 1024
const NEWLINE = 10
const RETURN = 13

/** What one run printed: both streams, their last part, in the order in which lines began, with the time at which each did. */
export class KeptOutput {
  readonly #nowMs: () => number
  #order = 0
  readonly #streams = [new KeptStream(), new KeptStream()] as const

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs
  }

  stdout(chunk: Buffer): void {
    this.#streams[0].push({ bytes: chunk, order: this.#order++, atMs: this.#nowMs() })
  }

  stderr(chunk: Buffer): void {
    this.#streams[1].push({ bytes: chunk, order: this.#order++, atMs: this.#nowMs() })
  }

  /** The lines with every secret masked; at most OUTPUT_KEPT bytes, the last ones. */
  lines(forms: SecretForms): readonly LogLine[] {
    const lines = this.#streams.flatMap((stream) => stream.lines(forms)).sort((left, right) => left.order - right.order)
    let dropped = this.#streams.reduce((sum, stream) => sum + stream.dropped, 0)
    let bytes = lines.reduce((sum, line) => sum + line.bytes, 0)
    let first = 0
    while (bytes > OUTPUT_KEPT && first < lines.length - 1) {
      const size = lines[first++]?.bytes ?? 0
      bytes -= size
      dropped += size
    }
    const kept = lines.slice(first).map(({ atMs, text }) => ({ atMs, text }))
    const [oldest] = kept
    if (oldest === undefined) return []
    if (kept.length === 1 && bytes > OUTPUT_KEPT) {
      kept[0] = { ...oldest, text: Buffer.from(oldest.text).subarray(-OUTPUT_KEPT).toString('utf8') }
      dropped += bytes - OUTPUT_KEPT
    }
    return dropped === 0 ? kept : [{ atMs: oldest.atMs, text: `[${dropped} bytes of earlier output were not kept]` }, ...kept]
  }
}

interface Line extends LogLine {
  readonly bytes: number
  readonly order: number
}

interface Chunk {
  readonly bytes: Buffer
  readonly order: number
  readonly atMs: number
}

class KeptStream {
  #chunks: Chunk[] = []
  #size = 0
  dropped = 0

  push(chunk: Chunk): void {
    this.#chunks.push(chunk)
    this.#size += chunk.bytes.length
    while (this.#size - (this.#chunks[0]?.bytes.length ?? 0) > OUTPUT_KEPT + SLACK) {
      const gone = this.#chunks.shift()?.bytes.length ?? 0
      this.#size -= gone
      this.dropped += gone
    }
  }

  lines(forms: SecretForms): readonly Line[] {
    const bytes = Buffer.concat(this.#chunks.map((chunk) => chunk.bytes))
    const from = this.#cut(bytes, forms)
    const ends = this.#ends()
    const lines: Line[] = []
    let at = 0
    for (const { text, offset } of splitLines(redactBytes(bytes, forms), from)) {
      while (at < ends.length - 1 && offset >= (ends[at]?.end ?? 0)) at += 1
      const plain = printable(text)
      // What control characters had kept apart may be a secret now.
      const shown = plain !== text || forms.hasShort ? redactText(plain, forms) : plain
      lines.push({ text: shown, bytes: Buffer.byteLength(shown) + 1, order: ends[at]?.order ?? 0, atMs: ends[at]?.atMs ?? 0 })
    }
    return lines
  }

  /** Where it is shown from: what is kept at most, and behind a secret that lost its beginning. */
  #cut(bytes: Buffer, { longest }: SecretForms): number {
    const safe = Math.max(this.dropped === 0 ? 0 : Math.min(longest, bytes.length), bytes.length - OUTPUT_KEPT)
    if (safe <= 0) return 0
    const newline = bytes.indexOf(NEWLINE, safe)
    const from = newline < 0 || newline > safe + LONG_LINE ? safe : newline + 1
    this.dropped += from
    return from
  }

  #ends(): readonly { readonly end: number; readonly order: number; readonly atMs: number }[] {
    let end = 0
    return this.#chunks.map(({ bytes, order, atMs }) => ({ end: (end += bytes.length), order, atMs }))
  }
}

/** Lines of what may be shown; `\r` alone ends one too, as Lambda's runtimes print the lines of one record. */
function splitLines(parts: readonly ShownPart[], from: number): readonly { readonly text: string; readonly offset: number }[] {
  const lines: { text: string; offset: number }[] = []
  let pieces: Buffer[] = []
  let offset = from
  const end = (): void => {
    lines.push({ text: Buffer.concat(pieces).toString('utf8'), offset })
    pieces = []
  }
  let isAfterReturn = false
  for (const part of parts) {
    const skipped = Math.min(part.bytes.length, Math.max(0, from - part.offset))
    let start = skipped
    for (let at = skipped; at < part.bytes.length; at += 1) {
      const byte = part.bytes[at]
      if (byte === NEWLINE && isAfterReturn && at === start && pieces.length === 0) start = at + 1
      else if (byte === NEWLINE || byte === RETURN) {
        pieces.push(part.bytes.subarray(start, at))
        end()
        start = at + 1
      }
      if (pieces.length === 0 && start === at + 1) offset = part.offset + start
      isAfterReturn = byte === RETURN
    }
    if (start < part.bytes.length) pieces.push(part.bytes.subarray(start))
  }
  if (pieces.length > 0) end()
  return lines
}
