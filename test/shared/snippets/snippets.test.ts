import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quoteForPosixShell } from '../../../shared/environment-lines.ts'
import { ecsSnippet, ecsValueFrom } from '../../../shared/snippets/ecs.ts'
import { SNIPPET_LANGUAGES } from '../../../shared/snippets/languages.ts'
import { doubleQuoted, hclQuoted, singleQuoted } from '../../../shared/snippets/quoting.ts'
import type { SnippetFacts } from '../../../shared/snippets/snippet.ts'
import { terraformSnippet } from '../../../shared/snippets/terraform.ts'
import { parseEnv } from '../../../shared/import/parse-env.ts'
import { dotenvSnippet } from '../../../shared/snippets/dotenv.ts'

const ARN = 'arn:aws:secretsmanager:eu-central-1:447120938816:secret:prod/payments/db-AbCdEf'
const facts: SnippetFacts = {
  arn: ARN, name: 'prod/payments/db', region: 'eu-central-1', endpointUrl: 'http://127.0.0.1:7345', jsonKeys: ['host', 'password', 'a:b'], accessKeyId: 'AKIAEXAMPLE000000001',
}
const hostile = `it's "$(touch /tmp/x)" \`id\` \${HOME} %{x} \\ \n\u2028 é`

describe('quoting', () => {
  it('gives a shell the very text', () => {
    const words = fc.array(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\u0000')), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(words, (texts) => {
        const printed = spawnSync('sh', ['-c', `printf '%s\\0' ${texts.map((text) => (text === '' ? "''" : quoteForPosixShell(text))).join(' ')}`], { encoding: 'utf8' })
        expect(printed.stdout).toBe(texts.map((text) => `${text}\0`).join(''))
      }),
      { numRuns: 40 },
    )
  })

  it('gives JavaScript, JSON and Python the very text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(JSON.parse(doubleQuoted(text))).toBe(text)
    }))
    const python = spawnSync('python3', ['-c', `import sys\nsys.stdout.buffer.write(${singleQuoted(hostile)}.encode())`], { encoding: 'utf8' })
    expect(python.stdout).toBe(hostile)
    const javascript = spawnSync(process.execPath, ['-e', `process.stdout.write(${singleQuoted(hostile)})`], { encoding: 'utf8' })
    expect(javascript.stdout).toBe(hostile)
    expect(hclQuoted('${a} %{b} "c"')).toBe('"$${a} %%{b} \\"c\\""')
  })
})

describe('ECS', () => {
  it('names a key in the five-part form, and leaves out what its syntax cannot name', () => {
    expect(ecsValueFrom(ARN, 'password')).toBe(`${ARN}:password::`)
    expect(ecsValueFrom(ARN, '', 'AWSPREVIOUS')).toBe(`${ARN}::AWSPREVIOUS:`)
    expect(ecsValueFrom(ARN)).toBe(ARN)
    expect(JSON.parse(ecsSnippet(facts))).toEqual({
      secrets: [{ name: 'DB_HOST', valueFrom: `${ARN}:host::` }, { name: 'DB_PASSWORD', valueFrom: `${ARN}:password::` }],
    })
    expect(JSON.parse(ecsSnippet({ ...facts, jsonKeys: [] }))).toEqual({ secrets: [{ name: 'DB', valueFrom: ARN }] })
  })
})

describe('every snippet', () => {
  it('names the secret and the endpoint, and is made of any facts', () => {
    for (const { id, write } of SNIPPET_LANGUAGES) {
      const text = write(facts)
      if (id !== 'environment') expect([id, text.includes('prod/payments/db')]).toEqual([id, true])
      if (id !== 'ecs') expect([id, text.includes('http://127.0.0.1:7345')]).toEqual([id, true])
      const keepsSeparator = ['aws-cli', 'docker', 'ecs'].includes(id)
      expect([id, write({ ...facts, name: hostile, jsonKeys: [hostile] }).includes('\u2028')]).toEqual([id, keepsSeparator])
      expect(write({ ...facts, jsonKeys: [], isBinary: true })).not.toBe('')
    }
  })

  it('says in Terraform which resource and key it reads', () => {
    expect(terraformSnippet(facts)).toContain('db = sensitive(jsondecode(data.aws_secretsmanager_secret_version.db.secret_string)["password"])')
  })

  it('is a .env that our own parser reads', () => {
    expect(parseEnv(dotenvSnippet(facts))).toEqual({
      kind: 'entries', problems: [],
      entries: [
        { key: 'AWS_ENDPOINT_URL_SECRETS_MANAGER', value: 'http://127.0.0.1:7345', line: 2 },
        { key: 'AWS_REGION', value: 'eu-central-1', line: 3 },
        { key: 'AWS_DEFAULT_REGION', value: 'eu-central-1', line: 4 },
        { key: 'DB_SECRET_ID', value: ARN, line: 5 },
      ],
    })
  })
})
