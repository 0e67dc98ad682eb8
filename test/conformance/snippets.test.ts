import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../shared/snippets/languages.ts'
import type { SnippetFacts } from '../../shared/snippets/snippet.ts'
import { endpointAccess, type EndpointAccess } from '../support/doors.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { missingProgram, runAwsProgram, type ProgramResult } from '../endpoint/support/python-clients.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
/** Names as hostile as AWS lets them be, and keys with no such limit. */
const SECRETS = [
  { name: 'prod/payments/db', key: 'password', value: 'p@ss "w$rd' },
  { name: '-/_+=.@x', key: `it's "$(touch pwned)" \`id\` \${HOME} \\ %{x}`, value: 'quoted' },
  { name: '--profile', key: '__proto__', value: 'own' },
] as const
const BYTES = Buffer.from([0, 255, 10, 39])

const folder = mkdtempSync(join(tmpdir(), 'coffer-snippets-'))
let test: TestCore
let access: EndpointAccess
const facts = new Map<string, SnippetFacts>()
beforeAll(async () => {
  symlinkSync(NODE_MODULES, join(folder, 'node_modules'))
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  access = await endpointAccess(test)
  const add = async (name: string, value: { SecretString: string } | { SecretBinary: string }, more: Partial<SnippetFacts>): Promise<void> => {
    const { ARN } = await test.call('secretsmanager:CreateSecret', { Name: name, ...value })
    facts.set(name, { arn: ARN, name, region: access.region, endpointUrl: access.endpoint, jsonKeys: [], ...more })
  }
  // JSON.stringify of a computed key: `__proto__` as a literal would set the prototype instead.
  for (const { name, key, value } of SECRETS) await add(name, { SecretString: JSON.stringify({ [key]: value }) }, { jsonKeys: [key] })
  await add('plain', { SecretString: 'line one\nline two' }, {})
  await add('binary', { SecretBinary: BYTES.toString('base64') }, { isBinary: true })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

function snippet(language: SnippetLanguage, name: string): string {
  const found = SNIPPET_LANGUAGES.find(({ id }) => id === language)
  const fact = facts.get(name)
  if (found === undefined || fact === undefined) throw new Error(`no ${language} for ${name}`)
  return found.write(fact)
}

/** Runs what was pasted, with only the credentials in its environment: the snippet itself says where the endpoint is. */
async function run(program: string, words: readonly string[]): Promise<ProgramResult> {
  const { accessKeyId, secretAccessKey } = access.credentials
  const nowhere = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_DEFAULT_REGION: 'us-east-1', PYTHONIOENCODING: 'utf-8' }
  return runAwsProgram(program, words, 1, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, ...nowhere })
}

const printed = (stdout: string): ProgramResult => ({ exitCode: 0, stdout, stderr: '' })

describe('a snippet, pasted as it is, reads the secret', () => {
  it.each(SECRETS)('in JavaScript: $name', async ({ name, value }) => {
    const file = join(folder, `${SECRETS.findIndex((secret) => secret.name === name)}.mjs`)
    writeFileSync(file, `${snippet('javascript', name)}\nprocess.stdout.write(value)\n`)
    expect(await run(process.execPath, [file])).toEqual(printed(value))
  })

  it('in JavaScript: plain text and bytes', async () => {
    writeFileSync(join(folder, 'plain.mjs'), `${snippet('javascript', 'plain')}\nprocess.stdout.write(value)\n`)
    writeFileSync(join(folder, 'binary.mjs'), `${snippet('javascript', 'binary')}\nprocess.stdout.write(Buffer.from(bytes).toString('hex'))\n`)
    expect([await run(process.execPath, [join(folder, 'plain.mjs')]), await run(process.execPath, [join(folder, 'binary.mjs')])]).toEqual([printed('line one\nline two'), printed(BYTES.toString('hex'))])
  })

  it('in Python', async ({ skip }) => {
    skip(missingProgram('python3', ['-c', 'import boto3']) !== null, 'needs boto3')
    const parts = [
      ...SECRETS.map(({ name }) => `${snippet('python', name)}\nprint(value)`),
      `${snippet('python', 'plain')}\nprint(value)`,
      `${snippet('python', 'binary')}\nprint(data.hex())`,
    ]
    expect(await run('python3', ['-c', parts.join('\n')])).toEqual(printed(`${[...SECRETS.map(({ value }) => value), 'line one\nline two', BYTES.toString('hex')].join('\n')}\n`))
  })

  it('in the shell, with the AWS CLI', async ({ skip }) => {
    skip(missingProgram('aws', ['--version']) !== null, 'needs the AWS CLI')
    // Only the first command: the second one is for people who have jq.
    const first = (name: string): string => snippet('aws-cli', name).split('\n\n')[0] ?? ''
    const [hostile, plain] = await Promise.all([run('sh', ['-c', first(SECRETS[1].name)]), run('sh', ['-c', first('plain')])])
    expect({ hostile: { ...hostile, stdout: JSON.parse(hostile.stdout) as unknown }, plain }).toEqual({
      hostile: { exitCode: 0, stdout: { [SECRETS[1].key]: SECRETS[1].value }, stderr: '' },
      plain: printed('line one\nline two\n'),
    })
  })

  it('in the shell, with a name that looks like an option', async ({ skip }) => {
    skip(missingProgram('aws', ['--version']) !== null, 'needs the AWS CLI')
    const { exitCode, stdout } = await run('sh', ['-c', snippet('aws-cli', '--profile').split('\n\n')[0] ?? ''])
    expect({ exitCode, value: JSON.parse(stdout) as unknown }).toEqual({ exitCode: 0, value: JSON.parse('{"__proto__":"own"}') as unknown })
  })
})

describe('a snippet for what is not here says the right things', () => {
  it('docker run: quoted for the shell, with the credentials taken from the environment and never written out', () => {
    const text = snippet('docker', SECRETS[1].name)
    const words = execFileSync('sh', ['-c', `docker() { printf '%s\\n' "$@"; }\n${text}`], { encoding: 'utf8' }).split('\n')
    expect(words).toEqual(expect.arrayContaining(['run', '--rm', '--network', 'host', `AWS_ENDPOINT_URL_SECRETS_MANAGER=${access.endpoint}`, 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', `--secret-id=${SECRETS[1].name}`]))
    expect(text).not.toContain(access.credentials.secretAccessKey)
  })

  it('ECS: the ARN, and the key where ECS can name it', () => {
    expect(JSON.parse(snippet('ecs', 'prod/payments/db'))).toEqual({ secrets: [{ name: 'DB_PASSWORD', valueFrom: `${facts.get('prod/payments/db')?.arn ?? ''}:password::` }] })
  })

  it('Terraform: no template in what was quoted', () => {
    const text = snippet('terraform', SECRETS[1].name)
    expect(text).toContain(`secretsmanager = "${access.endpoint}"`)
    expect(text.replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/)
  })
})
