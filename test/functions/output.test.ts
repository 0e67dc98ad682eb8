import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KeptOutput, OUTPUT_KEPT } from '../../electron/functions/own/kept-output.ts'
import { redactText } from '../../electron/functions/own/redact.ts'
import { formsOf } from '../../electron/functions/own/secret-forms.ts'

/** What a program prints in pieces, with secrets taken out. */
function shown(text: string | Buffer, secrets: readonly (string | Uint8Array)[], pieces = 1): readonly string[] {
  const output = new KeptOutput()
  const bytes = Buffer.from(text as string)
  const size = Math.max(1, Math.ceil(bytes.length / pieces))
  for (let at = 0; at < bytes.length; at += size) output.stdout(bytes.subarray(at, at + size))
  return texts(output, secrets)
}

function texts(output: KeptOutput, secrets: readonly (string | Uint8Array)[] = []): readonly string[] {
  return output.lines(formsOf(secrets)).map(({ text }) => text)
}

const AWKWARD = `p'a"s\\s/w%o&r<d>é€😀\tx y`
const python = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t')}'`

describe('secrets in what a function prints', () => {
  const url = encodeURIComponent(AWKWARD)
  const pythonUrl = url.replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  it.each<[form: string, printed: string]>([
    ['raw', AWKWARD],
    ['as JSON', JSON.stringify({ password: AWKWARD })],
    ['as JSON in ASCII', JSON.stringify({ password: AWKWARD }).replaceAll(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ['as JSON in JSON', JSON.stringify(JSON.stringify({ password: AWKWARD }))],
    ['in a URL', `postgres://u:${url}@h/d`],
    ['in a URL by Python’s quote', pythonUrl.replaceAll('%2F', '/')],
    ['in a URL by Python’s quote_plus', pythonUrl.replaceAll('%20', '+')],
    ['in a URL with small letters', url.replaceAll(/%../g, (code) => code.toLowerCase())],
    ['in base64', Buffer.from(AWKWARD).toString('base64')],
    ['in base64 for URLs', Buffer.from(AWKWARD).toString('base64url')],
    ['in the middle of base64', Buffer.from(`{"a":"${AWKWARD}"}`).toString('base64')],
    ['in basic authentication', Buffer.from(`user:${AWKWARD}`).toString('base64')],
    ['in hex', Buffer.from(AWKWARD).toString('hex')],
    ['in SQL', `ALTER USER u PASSWORD '${AWKWARD.replaceAll("'", "''")}'`],
    ['in MySQL’s SQL', `near '${AWKWARD.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`],
    ['in MySQL’s SQL, both quotes', AWKWARD.replaceAll('\\', '\\\\').replaceAll(/['"]/g, '\\$&')],
    ['as Python’s repr', python(AWKWARD)],
    ['in HTML', AWKWARD.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#x27;')],
    ['in a shell', `'${AWKWARD.replaceAll("'", `'\\''`)}'`],
  ])('%s', (_form, printed) => {
    const text = shown(`before ${printed} after\n`, [AWKWARD]).join('\n')
    expect(text).toMatch(/^before .*\[redacted\].* after$/)
    for (const part of ['w%o', 'w%25o', Buffer.from(AWKWARD).toString('base64').slice(6, 20), 's/w', Buffer.from(AWKWARD).toString('hex').slice(8, 20)]) expect(text).not.toContain(part)
  })

  it('in every member of a secret’s JSON but those that say where it is for', () => {
    const secret = JSON.stringify({ engine: 'postgres', host: 'db.example', port: 5432, username: 'app', dbname: 'main', password: 'hunter2!', masterarn: 'arn:aws:x', api: { keys: ['k-one-1234'], pin: 987654 } })
    expect(shown('postgres db.example 5432 app main hunter2! arn:aws:x k-one-1234 987654', [secret])).toEqual(['postgres db.example 5432 app main [redacted] arn:aws:x [redacted] [redacted]'])
    expect(shown(`{'password': 'hunter2!'}`, [secret])).toEqual([`{'password': '[redacted]'}`])
    expect(shown(Buffer.from('app:hunter2!').toString('base64'), [secret])).toEqual(['[redacted]'])
  })

  it('of a value with several lines: as a whole, with line breaks of Lambda, and line by line', () => {
    const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nBKcwggSjAgEAAoIBAQDGtJc7+secret=\n-----END KEY-----'
    expect(shown(`a ${key} b`, [key])).toEqual(['a [redacted] b'])
    expect(shown(`a ${key.replaceAll('\n', '\r')} b`, [key])).toEqual(['a [redacted] b'])
    expect(shown('only MIIEvQIBADANBgkqhkiG9w0BAQEFAASC here', [key])).toEqual(['only [redacted] here'])
  })

  it('of bytes, in base64 and hex too', () => {
    const bytes = Buffer.from([0, 255, 254, 1, 2, 3, 200])
    const text = shown(Buffer.concat([Buffer.from('x '), bytes, Buffer.from(` ${bytes.toString('base64')} ${bytes.toString('hex')} y`)]), [bytes])
    expect(text).toEqual(['x [redacted] [redacted] [redacted] y'])
  })

  it('that overlap', () => {
    expect(shown('xx abcdefgh yy', ['abcdef', 'cdefgh'])).toEqual(['xx [redacted] yy'])
  })

  it('too short to look for: a line about a password goes', () => {
    expect(shown('the Password is abc\nabc alone\n', ['abc'])).toEqual(['[redacted]', 'abc alone'])
    expect(redactText('password abc', formsOf(['abc']))).toBe('[redacted]')
    expect(shown('the password is long\n', ['long enough'])).toEqual(['the password is long'])
  })

  it('that control characters keep apart', () => {
    expect(shown('a\u0007 hun\u0000ter2-\blong\tb\n', ['hunter2-long'])).toEqual(['a [redacted]\tb'])
  })

  it('that an escape sequence keeps apart', () => {
    expect(shown('\u001b[31mred\u001b[0m hun\u001b[1mter2-long\n', ['hunter2-long'])).toEqual(['red [redacted]'])
  })

  it('wherever pieces of output are cut', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }).filter((secret) => Buffer.byteLength(secret) >= 4 && secret.isWellFormed()), fc.integer({ min: 1, max: 400 }), fc.boolean(), (secret, pieces, isJson) => {
        const form = isJson ? JSON.stringify(secret) : secret
        const lines = shown(`<<<<${form}>>>>`, [secret], pieces).join('\n')
        // What is left of the text around it may hold no part that shows the value.
        return !lines.slice(4, -4).replaceAll('[redacted]', '').includes(secret)
      }),
    )
    expect(shown(`<${AWKWARD}>`, [AWKWARD], 1000)).toEqual(['<[redacted]>'])
  })

  it('while the other stream prints in between', () => {
    const output = new KeptOutput()
    output.stdout(Buffer.from('one hunt'))
    output.stderr(Buffer.from('warning\n'))
    output.stdout(Buffer.from('er2-long\ntwo\n'))
    expect(texts(output, ['hunter2-long'])).toEqual(['one [redacted]', 'warning', 'two'])
  })
})

describe('what is kept of the output', () => {
  it('lines of both streams in the order in which they began', () => {
    const output = new KeptOutput()
    for (const number of [1, 2, 3]) {
      output.stdout(Buffer.from(`out ${number}\n`))
      output.stderr(Buffer.from(`err ${number}\n\n`))
    }
    expect(texts(output)).toEqual(['out 1', 'err 1', '', 'out 2', 'err 2', '', 'out 3', 'err 3', ''])
  })

  it('each with the time at which it began, however long it took to end', () => {
    let nowMs = 1_000
    const output = new KeptOutput(() => nowMs)
    output.stdout(Buffer.from('at once\nslow'))
    nowMs = 2_500
    output.stdout(Buffer.from('ly\nlater\n'))
    output.stderr(Buffer.from('and this\n'))
    expect(output.lines(formsOf([]))).toEqual([
      { atMs: 1_000, text: 'at once' },
      { atMs: 1_000, text: 'slowly' },
      { atMs: 2_500, text: 'later' },
      { atMs: 2_500, text: 'and this' },
    ])
  })

  it.each([
    ['\n', ['a', 'b', '', 'c']],
    ['\r\n', ['a', 'b', '', 'c']],
  ])('line ends %j', (end, lines) => {
    expect(shown(`a${end}b${end}${end}c`, [], 3)).toEqual(lines)
  })

  it('bytes that are no UTF-8, as the character that stands for them', () => {
    expect(shown(Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a]), [])).toEqual(['a\ufffd\ufffd('])
  })

  it.each([
    ['lines', 'x'.repeat(99) + '\n'],
    ['one line', 'x'.repeat(100)],
  ])('the last 256 KiB of many megabytes, of %s', (_title, piece) => {
    const output = new KeptOutput()
    const chunk = Buffer.from(piece.repeat(600))
    for (let count = 0; count < 100; count += 1) output.stdout(chunk)
    output.stdout(Buffer.from('the end'))
    const [note, ...lines] = texts(output)
    const kept = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
    expect(kept).toBeLessThanOrEqual(OUTPUT_KEPT + 1)
    expect(kept).toBeGreaterThan(OUTPUT_KEPT - 200)
    expect(lines.at(-1)).toMatch(/the end$/)
    const dropped = Number(/^\[(\d+) bytes of earlier output were not kept\]$/.exec(note ?? '')?.[1])
    expect(Math.abs(dropped + kept - 6_000_007)).toBeLessThanOrEqual(2)
  })

  it('the end of a line that is longer than all that is kept', () => {
    const [note, line, ...more] = shown(`${'x'.repeat(400_000)}the end\n`, [], 7)
    expect({ note, end: line?.slice(-8), length: line?.length, more }).toEqual({ note: expect.stringMatching(/^\[\d+ bytes/), end: 'xthe end', length: expect.toSatisfy((length: number) => length > OUTPUT_KEPT - 10 && length <= OUTPUT_KEPT), more: [] })
  })

  it('no part of a secret that was cut at its beginning', () => {
    const secret = 'long-secret-'.repeat(40)
    const printed = Buffer.from(`${secret}|`.repeat(5_000))
    const output = new KeptOutput()
    for (let at = 0; at < printed.length; at += 60_001) output.stdout(printed.subarray(at, at + 60_001))
    const text = texts(output, [secret]).slice(1).join('')
    expect(text).toMatch(/^(\[redacted\]|\||redacted\]|[redact]*\])+$/)
    expect(text.length).toBeGreaterThan(1_000)
  })
})
