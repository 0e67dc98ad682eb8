import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '../../../shared/import/parse-env.ts'
import { parseImport } from '../../../shared/import/parse-import.ts'
import { quoteEnvValue, writeEnv } from '../../../shared/import/write-env.ts'
import { cpuMilliseconds } from '../support/cpu-time.ts'

function pairs(text: string): Record<string, unknown> {
  const content = parseEnv(text)
  return content.kind === 'entries' ? Object.fromEntries(content.entries.map(({ key, value }) => [key, value])) : {}
}

describe('.env', () => {
  it('reads bare, quoted and exported values, comments and many lines', () => {
    const text = [
      '# settings',
      'BARE=abc#1 # a comment',
      "export SINGLE='it costs $5 \\n # no comment'",
      'DOUBLE="line one\\nline two \\"quoted\\" \\u00e9"  # comment',
      'EMPTY=',
      'SPACES =  around  ',
      'BACKTICK=`both \' and "`',
      'PEM="-----BEGIN KEY-----',
      'MIIE+/=',
      '-----END KEY-----"',
      'dotted.key-name: yaml like',
      'URL=postgres://app:p%23ss@db:5432/app?sslmode=require',
      'JSON={"a":1}',
    ].join('\n')
    expect(parseEnv(text)).toEqual({
      kind: 'entries',
      problems: [],
      entries: [
        { key: 'BARE', value: 'abc#1', line: 2 },
        { key: 'SINGLE', value: 'it costs $5 \\n # no comment', line: 3 },
        { key: 'DOUBLE', value: 'line one\nline two "quoted" é', line: 4 },
        { key: 'EMPTY', value: '', line: 5 },
        { key: 'SPACES', value: 'around', line: 6 },
        { key: 'BACKTICK', value: 'both \' and "', line: 7 },
        { key: 'PEM', value: '-----BEGIN KEY-----\nMIIE+/=\n-----END KEY-----', line: 8 },
        { key: 'dotted.key-name', value: 'yaml like', line: 11 },
        { key: 'URL', value: 'postgres://app:p%23ss@db:5432/app?sslmode=require', line: 12 },
        { key: 'JSON', value: '{"a":1}', line: 13 },
      ],
    })
  })

  it('says which lines it cannot read, and keeps the rest', () => {
    expect(parseEnv('A=1\r\nthis is prose\r\n=x\r\nA=2\r\nB="never closed\r\nC=3\r\nD="shut"early\r\n')).toEqual({
      kind: 'entries',
      entries: [
        { key: 'A', value: '2', line: 4 },
        { key: 'B', value: '"never closed', line: 5 },
        { key: 'C', value: '3', line: 6 },
        { key: 'D', value: '"shut"early', line: 7 },
      ],
      problems: [
        { line: 2, message: 'This line is no KEY=value and is left out.' },
        { line: 3, message: 'This line is no KEY=value and is left out.' },
        { line: 4, message: 'A stands twice; the later line counts.' },
        { line: 5, message: 'The quote of B is not closed where its value ends, so the line is taken as it stands.' },
        { line: 7, message: 'The quote of D is not closed where its value ends, so the line is taken as it stands.' },
      ],
    })
    expect(parseEnv("A='open\nB=2")).toEqual({
      kind: 'entries',
      entries: [{ key: 'B', value: '2', line: 2 }],
      problems: [{ line: 1, message: 'The quote of A is never closed, so the line is left out.' }],
    })
  })

  it('keeps __proto__ a key like any other', () => {
    expect(parseEnv('__proto__=polluted\nconstructor=x').kind).toBe('entries')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect(Object.keys(pairs('__proto__=polluted\nconstructor=x'))).toContain('constructor')
  })

  it('stays quick on hostile text', () => {
    const hostile = [
      'A="'.repeat(300_000),
      Array.from({ length: 200_000 }, (_, index) => `K${index}='`).join('\n'),
      Array.from({ length: 200_000 }, (_, index) => `K${index}="\\`).join('\n'),
      'A='.concat(' '.repeat(2_000_000), '#'),
      '\n'.repeat(3_900_000),
      'A'.repeat(3_900_000),
      `export${' '.repeat(3_000_000)}`,
    ]
    for (const text of hostile) {
      const spent = cpuMilliseconds(() => {
        expect(parseImport({ format: 'env', text }).problems.length).toBeLessThanOrEqual(200)
      })
      expect(spent).toBeLessThan(3_000)
    }
  })

  it('round-trips any value through the writer', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/), fc.string({ unit: 'binary', minLength: 0, maxLength: 60 }), { minKeys: 1 }), (object) => {
        const text = writeEnv([{ name: 'app', secretString: JSON.stringify(object) }])
        expect(pairs(text)).toEqual({ ...object })
      }),
      { numRuns: 500 },
    )
  })

  it('quotes what a shell or another reader would change', () => {
    expect(['plain-1', 'with space', "it's", '$HOME', 'a"b', 'a\nb', '', '#x'].map(quoteEnvValue)).toEqual([
      'plain-1', "'with space'", '"it\'s"', "'$HOME'", "'a\"b'", '"a\\nb"', "''", "'#x'",
    ])
  })

  it('puts the secret’s name before the keys of several secrets and tells collisions apart', () => {
    const text = writeEnv([
      { name: 'prod/db', secretString: '{"user":"app","apiKey":"k"}' },
      { name: 'prod-db', secretString: '{"user":"two"}' },
      { name: 'cert', secretBinary: 'AAEC' },
      { name: 'note', secretString: 'plain' },
    ])
    expect(text).toBe('# prod/db\nPROD_DB_USER=app\nPROD_DB_API_KEY=k\n\n# prod-db\nPROD_DB_USER_2=two\n\n# cert\nCERT_BASE64=AAEC\n\n# note\nNOTE=plain\n')
  })
})
