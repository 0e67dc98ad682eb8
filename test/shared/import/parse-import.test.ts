import { describe, expect, it } from 'vitest'
import { sniffImportFormat } from '../../../shared/import/import-format.ts'
import { layoutImport } from '../../../shared/import/layout-import.ts'
import { parseImport } from '../../../shared/import/parse-import.ts'
import { writeJson } from '../../../shared/import/write-json.ts'
import { cpuMilliseconds } from '../support/cpu-time.ts'

describe('the format of a text', () => {
  it('follows the file name, then the look of the text', () => {
    const looks: [string, string, string][] = [
      ['', '.env.production', 'env'],
      ['', 'C:\\app\\settings.YAML', 'yaml'],
      ['', '/home/me/.aws/credentials', 'aws-credentials'],
      ['', 'bitwarden.csv', 'csv'],
      ['{"a":1}', '', 'json'],
      ['[\n {"Name":"a"}]', 'dropped', 'json'],
      ['[default]\naws_access_key_id = x', '', 'aws-credentials'],
      ['# comment\nexport A=1', '', 'env'],
      ['a: 1\nb: 2', '', 'yaml'],
      ['---\na: 1', '', 'yaml'],
      ['name,password\na,b', '', 'csv'],
      ['some words', '', 'env'],
    ]
    expect(looks.map(([text, name]) => sniffImportFormat(text, name))).toEqual(looks.map(([, , format]) => format))
  })
})

describe('JSON', () => {
  it('keeps numbers and objects as they are in one secret, and makes text of them in many', () => {
    const parsed = parseImport({ text: '{"host":"db","port":5432,"pool":{"max":3}}' })
    expect(layoutImport(parsed, { name: 'app/db' })).toEqual({
      layout: 'one-secret',
      secrets: [{ name: 'app/db', secretString: '{"host":"db","port":5432,"pool":{"max":3}}' }],
    })
    expect(layoutImport(parsed, { name: 'app', layout: 'one-secret-per-entry' }).secrets).toEqual([
      { name: 'app/host', secretString: 'db' },
      { name: 'app/port', secretString: '5432' },
      { name: 'app/pool', secretString: '{"max":3}' },
    ])
  })

  it('reads back its own export, binary values too', () => {
    const secrets = [
      { name: 'prod/db', secretString: '{"a":"ü"}', description: 'main' },
      { name: 'prod/cert', secretBinary: 'AAEC/w==' },
    ]
    const parsed = parseImport({ fileName: 'x.json', text: writeJson(secrets) })
    expect(layoutImport(parsed, {})).toEqual({ layout: 'one-secret-per-entry', secrets })
  })

  it('says where malformed JSON breaks without quoting it, and warns of what a reader loses', () => {
    expect(parseImport({ format: 'json', text: '{\n "a": "hunter2",\n}' })).toEqual({
      format: 'json', kind: 'entries', entries: [],
      problems: [{ line: 3, message: 'A key is missing here. JSON has no comma after the last one. (column 1) Nothing of the file is imported.' }],
    })
    expect(parseImport({ format: 'json', text: '{"a":1,"a":2}' }).problems).toEqual([
      { line: 1, message: 'This key stands twice in its object. Readers keep the last one only.' },
    ])
  })

  it('keeps __proto__ an ordinary key', () => {
    const { secrets } = layoutImport(parseImport({ text: '{"__proto__":{"polluted":"yes"},"a":"b"}' }), { name: 'x', layout: 'one-secret' })
    expect(secrets).toEqual([{ name: 'x', secretString: '{"__proto__":{"polluted":"yes"},"a":"b"}' }])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('YAML', () => {
  it('reads maps, keeps digits as written and decodes a Kubernetes Secret', () => {
    const text = 'db:\n  user: app\n  pin: 0123\n  port: 5432\n  long: 12345678901234567890\ntoken: !!str yes\n'
    expect(parseImport({ fileName: 'a.yml', text })).toEqual({
      format: 'yaml', kind: 'entries', problems: [],
      entries: [
        { key: 'db', value: { user: 'app', pin: '0123', port: 5432, long: '12345678901234567890' }, line: null },
        { key: 'token', value: 'yes', line: null },
      ],
    })
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\ndata:\n  password: aHVudGVyMg==\nstringData:\n  user: app\n'
    expect(parseImport({ text: secret })).toMatchObject({ entries: [{ key: 'password', value: 'hunter2' }, { key: 'user', value: 'app' }] })
  })

  it('refuses alias bombs, deep nesting, duplicate keys, several documents and broken text, quickly', () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...'bcdefghi'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`)].join('\n')
    const hostile = [bomb, '['.repeat(200_000), `a: ${'{b: '.repeat(20_000)}`, '- '.repeat(200_000), 'a: 1\na: 2', 'a: 1\n---\nb: 2', 'a: "open', 'a: &x\n  b: *x']
    const spent = cpuMilliseconds(() => {
      const answers = hostile.map((text) => parseImport({ format: 'yaml', text }))
      expect(answers.map((answer) => [answer.kind === 'entries' && answer.entries.length, answer.problems.length])).toEqual(hostile.map(() => [0, 1]))
    })
    expect(spent).toBeLessThan(10_000)
  })
})

describe('a large YAML file', () => {
  it('takes time in line with its size, duplicate keys included', () => {
    const text = Array.from({ length: 60_000 }, (_, index) => `key${index}: 1`).join('\n')
    const spent = cpuMilliseconds(() => {
      expect(parseImport({ format: 'yaml', text }).problems).toEqual([{ line: null, message: 'More than 20000 keys: the rest of the file is left out. Split the file.' }])
      expect(parseImport({ format: 'yaml', text: `${text}\nkey7: 2` }).problems).toEqual([
        { line: 60_001, message: 'This key stands twice in its map. Nothing of the file is imported.' },
      ])
    })
    // With the parser's own check for duplicate keys, which compares each key with every other, this takes minutes.
    expect(spent).toBeLessThan(15_000)
  })
})

describe('CSV', () => {
  it('reads a Bitwarden export as one secret a row', () => {
    const text =
      'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\r\n' +
      'Work,,login,Acme "CI" Login,"two\nlines",,0,https://ci.acme.test,bot,"p,w""1",\r\n,1,login,Acme,,,0,,me,x,\r\n'
    const { secrets } = layoutImport(parseImport({ fileName: 'bitwarden.csv', text }), { name: 'team/' })
    expect(secrets).toEqual([
      { name: 'team/Work/Acme-CI-Login', secretString: '{"notes":"two\\nlines","url":"https://ci.acme.test","username":"bot","password":"p,w\\"1"}' },
      { name: 'team/Acme', secretString: '{"username":"me","password":"x"}' },
    ])
  })

  it('reads a 1Password export, two columns and semicolons', () => {
    const onePassword = 'Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nDB,,app,pw,,false,false,x,\nDB,,app,pw2,,false,false,,\n'
    expect(layoutImport(parseImport({ format: 'csv', text: onePassword }), {}).secrets).toEqual([
      { name: 'DB', secretString: '{"username":"app","password":"pw"}' },
      { name: 'DB-2', secretString: '{"username":"app","password":"pw2"}' },
    ])
    expect(parseImport({ format: 'csv', text: 'key;value\nA;1\nB;"2;3"\n;x\n' })).toEqual({
      format: 'csv', kind: 'entries',
      entries: [{ key: 'A', value: '1', line: 2 }, { key: 'B', value: '2;3', line: 3 }],
      problems: [{ line: 4, message: 'This row has no key or no value and is left out.' }],
    })
    expect(parseImport({ format: 'csv', text: 'name,value\n"open' }).problems).toEqual([
      { line: 2, message: 'A quote opens in this row and never closes. Nothing of the file is imported.' },
    ])
  })
})

describe('AWS credentials file', () => {
  it('makes one secret of each profile', () => {
    const text = '[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = abc/def+=\n\n[profile prod]\nregion=eu-central-1\n[empty]\n'
    const parsed = parseImport({ fileName: 'credentials', text })
    expect(parsed.problems).toEqual([{ line: 7, message: 'The section empty is empty and is left out.' }])
    expect(layoutImport(parsed, { name: 'aws' })).toEqual({
      layout: 'one-secret-per-entry',
      secrets: [
        { name: 'aws/default', secretString: '{"aws_access_key_id":"AKIAEXAMPLE","aws_secret_access_key":"abc/def+="}' },
        { name: 'aws/prod', secretString: '{"region":"eu-central-1"}' },
      ],
    })
  })
})

describe('what cannot be imported', () => {
  it('refuses what is too large, binary or empty', () => {
    expect(parseImport({ text: 'A'.repeat(4_000_001) }).problems).toEqual([{ line: null, message: 'An import takes at most 4 MB at a time. Split the file.' }])
    expect(parseImport({ text: 'A=\u0000' }).problems).toEqual([
      { line: null, message: 'This is no text file: it holds zero bytes. Make a binary secret of it instead.' },
    ])
    expect(parseImport({ text: ' \n' }).problems).toEqual([{ line: null, message: 'There is nothing in this text.' }])
  })

  it('marks secrets that AWS would refuse and keeps them in the list', () => {
    const text = JSON.stringify({ 'bad name': 'x', 'naïve': 'x', empty: '', long: 'x'.repeat(65_537), fine: 'x' })
    expect(layoutImport(parseImport({ text }), { layout: 'one-secret-per-entry' }).secrets.map(({ name, problem }) => [name, problem])).toEqual([
      ['bad name', 'AWS takes letters, digits and /_+=.@- in a name. This one has a space.'],
      ['naïve', 'AWS takes letters, digits and /_+=.@- in a name. This one has “ï”.'],
      ['empty', 'The value is empty, which AWS does not take. Give it a value, or leave it out.'],
      ['long', 'The value has 65,537 bytes. AWS takes at most 65,536: split it.'],
      ['fine', undefined],
    ])
  })

  it('takes at most 20,000 entries of any format', () => {
    const many = Array.from({ length: 20_005 }, (_, index) => index)
    const texts: [string, string][] = [
      ['env', many.map((index) => `K${index}=v`).join('\n')],
      ['json', JSON.stringify(Object.fromEntries(many.map((index) => [`K${index}`, 'v'])))],
      ['csv', `key,value\n${many.map((index) => `K${index},v`).join('\n')}`],
    ]
    for (const [format, text] of texts) {
      const parsed = parseImport({ format: format as 'env', text })
      expect([format, parsed.kind === 'entries' && parsed.entries.length, parsed.problems.length]).toEqual([format, 20_000, 1])
    }
  })
})
