import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { awsCliSnippet } from '../../shared/snippets/aws-cli.ts'
import { environmentSnippet } from '../../shared/snippets/environment.ts'
import { javascriptSnippet } from '../../shared/snippets/javascript.ts'
import { pythonSnippet } from '../../shared/snippets/python.ts'
import type { SnippetFacts } from '../../shared/snippets/snippet.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'

const has = (program: string, args: readonly string[]): boolean => spawnSync(program, [...args], { stdio: 'ignore' }).status === 0
const HAS_CLI = has('aws', ['--version']) && has('sh', ['-c', 'exit 0'])
const HAS_JQ = has('jq', ['--version'])
const HAS_BOTO3 = has('python3', ['-c', 'import boto3'])

/** A key and a value that every shell and language would like to read something into. */
const KEY = `pass'"$(touch /tmp/x)\`\${HOME}\\word`
const VALUE = `it's "$5" \\ \`id\` \u00e9`
const NAME = 'prod/a+b=c.d@e-f/db'
const BYTES = Buffer.from([0, 255, 10, 13, 128])

let test: TestCore
let facts: SnippetFacts
let binaryFacts: SnippetFacts
let credentials: Record<string, string>
let folder: string

beforeAll(async () => {
  // Below the project, so that a module there finds the SDK as a program's own would.
  folder = await mkdtemp(path.join(import.meta.dirname, '..', '..', 'node_modules', '.snippets-'))
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const endpoint = await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  await test.call('workbench:CreateUser', { UserName: 'app' })
  const { AccessKey, SecretAccessKey } = await test.call('workbench:CreateAccessKey', { UserName: 'app' })
  const secret = await test.call('secretsmanager:CreateSecret', { Name: NAME, SecretString: JSON.stringify({ first: 'x', [KEY]: VALUE }) })
  const binary = await test.call('secretsmanager:CreateSecret', { Name: 'bytes', SecretBinary: BYTES.toString('base64') })
  facts = { arn: secret.ARN, name: NAME, region: TEST_REGION, endpointUrl: endpoint.Url ?? '', jsonKeys: ['first', KEY], accessKeyId: AccessKey.AccessKeyId }
  binaryFacts = { ...facts, arn: binary.ARN, name: 'bytes', jsonKeys: [], isBinary: true }
  credentials = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey }
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs a program as a person would after pasting, with nothing of AWS in the environment but the credentials. */
function run(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = credentials): Promise<string> {
  const { PATH = '', HOME = '', PYENV_ROOT } = process.env
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], {
      cwd: folder,
      env: { PATH, HOME, AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true', ...(PYENV_ROOT === undefined ? {} : { PYENV_ROOT }), ...environment },
    })
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve(output) : reject(new Error(`${program} ended with ${code}: ${errors}`))))
  })
}

describe('what the window offers to paste', { timeout: 60_000 }, () => {
  it('reads the secret from JavaScript', async () => {
    const file = path.join(folder, 'read.mjs')
    await writeFile(file, `${javascriptSnippet(facts)}\nprocess.stdout.write(value)\n`)
    expect(await run(process.execPath, [file])).toBe(VALUE)
    await writeFile(file, `${javascriptSnippet(binaryFacts)}\nprocess.stdout.write(Buffer.from(bytes).toString('hex'))\n`)
    expect(await run(process.execPath, [file])).toBe(BYTES.toString('hex'))
    await writeFile(file, `${javascriptSnippet({ ...facts, jsonKeys: [] })}\nprocess.stdout.write(value)\n`)
    expect(JSON.parse(await run(process.execPath, [file]))).toEqual({ first: 'x', [KEY]: VALUE })
  })

  it('reads the secret from Python', async ({ skip }) => {
    skip(!HAS_BOTO3, 'needs boto3')
    const file = path.join(folder, 'read.py')
    const write = (text: string) => writeFile(file, `${text}\n`)
    await write(`${pythonSnippet(facts)}\nimport sys; sys.stdout.buffer.write(value.encode())`)
    expect(await run('python3', [file])).toBe(VALUE)
    await write(`${pythonSnippet(binaryFacts)}\nprint(data.hex())`)
    expect((await run('python3', [file])).trim()).toBe(BYTES.toString('hex'))
  })

  it('reads the secret from the AWS CLI in a shell', async ({ skip }) => {
    skip(!HAS_CLI, 'needs the AWS CLI')
    const [whole, one] = awsCliSnippet(facts).split('\n\n')
    expect(JSON.parse(await run('sh', ['-c', whole ?? '']))).toEqual({ first: 'x', [KEY]: VALUE })
    if (HAS_JQ) expect(await run('sh', ['-c', one ?? ''])).toBe(`${VALUE}\n`)
    await run('sh', ['-c', awsCliSnippet(binaryFacts)])
    expect(await run(process.execPath, ['-e', "process.stdout.write(require('fs').readFileSync('secret.bin').toString('hex'))"])).toBe(BYTES.toString('hex'))
  })

  it('points the AWS CLI at the endpoint by the shell’s variables', async ({ skip }) => {
    skip(!HAS_CLI, 'needs the AWS CLI')
    const lines = environmentSnippet(facts).replace("'<secret access key>'", `'${credentials['AWS_SECRET_ACCESS_KEY'] ?? ''}'`)
    const script = `${lines}\naws secretsmanager get-secret-value --secret-id ${NAME} --query Name --output text`
    expect(await run('bash', ['-c', script], {})).toBe(`${NAME}\n`)
  })
})
