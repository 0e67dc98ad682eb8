import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { runCommand, type CommandRun, type TypedCommand } from './support/recording-terminal.ts'

vi.setConfig({ testTimeout: 120_000 })

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const folder = mkdtempSync(join(tmpdir(), 'coffer-cli-functions-'))
const arnOf = (name: string): string => `arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:${name}`
const said = (exitCode: number, stderr: unknown, stdout: unknown = ''): object => ({ exitCode, stdout, stderr })
const usage = (text: string): object => said(2, `coffer: ${text}\nTry: coffer help\n`)

let test: TestCore
const coffer = (words: string, more?: TypedCommand): Promise<CommandRun> => runCommand(['functions', ...words.split(' ').filter((word) => word !== ''), '--vault', test.folder], more)

/** A function of one file. */
function code(name: string, source: string): string {
  const path = join(folder, `${name}.js`)
  writeFileSync(path, source)
  return path
}
const add = (name: string, source: string, more = '--yes', typed?: TypedCommand): Promise<CommandRun> => coffer(`add ${name} --runtime nodejs --code ${code(name, source)} --handler ${name}.handler ${more}`, typed)

beforeAll(async () => {
  test = await startTestCore({ environment: { PATH: process.env['PATH'], COFFER_NODE: process.execPath } })
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await test.core.endpoint.set({ enabled: true })
})
afterAll(async () => {
  await test.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('coffer functions add', () => {
  it('gives the ARN that RotateSecret takes, and agrees with --yes', async () => {
    expect(await add('plain', 'exports.handler = async () => 1')).toEqual(said(0, 'Added plain.\n', `${arnOf('plain')}\n`))
    expect((await test.call('workbench:GetFunction', { FunctionName: 'plain' })).IsInvokable).toBe(true)
  })

  it('prints Lambda’s configuration with --json', async () => {
    const { exitCode, stdout, stderr } = await add('json', 'exports.handler = async () => 1', '--yes --json --env LEVEL=debug --env EMPTY= --timeout 60 --memory 256 --description why')
    const hash = (await test.call('workbench:GetFunction', { FunctionName: 'json' })).PresentCodeSha256 ?? ''
    expect({ exitCode, stderr, answer: JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      stderr: '',
      answer: {
        FunctionName: 'json', FunctionArn: arnOf('json'), Runtime: `nodejs${process.versions.node.split('.')[0]}.x`, Handler: 'json.handler', Description: 'why', Timeout: 60, MemorySize: 256,
        LastModified: ISO, CodeSha256: Buffer.from(hash, 'hex').toString('base64'), Version: '$LATEST', Environment: { Variables: { LEVEL: 'debug', EMPTY: '' } }, State: 'Active',
      },
    })
  })

  it('takes variables from a file, so that a secret among them is in no argument', async () => {
    const file = join(folder, 'variables.env')
    writeFileSync(file, 'API_TOKEN="from the file"\nLEVEL=info\n')
    expect((await add('variables', 'exports.handler = async () => 1', `--yes --env-file ${file} --env LEVEL=debug`)).exitCode).toBe(0)
    expect((await test.call('workbench:GetFunction', { FunctionName: 'variables' })).Environment).toEqual({ API_TOKEN: 'from the file', LEVEL: 'debug' })
    expect(await coffer('update variables --env ONLY=this')).toEqual(said(0, 'Changed variables.\n', `${arnOf('variables')}\n`))
    expect((await test.call('workbench:GetFunction', { FunctionName: 'variables' })).Environment).toEqual({ ONLY: 'this' })
  })

  it('without a terminal and without --yes nobody agreed, and it says so', async () => {
    expect(await add('silent', 'exports.handler = async () => 1', '')).toEqual(said(0, 'Added silent.\nNobody agreed yet to run its code: coffer functions agree silent\n', `${arnOf('silent')}\n`))
    expect(await coffer('invoke silent')).toEqual(said(1, 'coffer: CodeNotAgreed: Nobody agreed yet to run the code of silent. Run `coffer functions agree silent` at a terminal, or add --yes.\n'))
    expect(await coffer('invoke silent --yes')).toMatchObject({ exitCode: 0, stdout: '1\n' })
  })

  it.each<[words: string, answer: object]>([
    ['add', usage('Give one function name.')],
    ['add nothing', usage('add needs --runtime python or nodejs, --code PATH and --handler file.function.')],
    ['add x --runtime ruby', usage('--runtime takes python or nodejs, not ruby.')],
    ['add x --runtime python --code /srv --handler a.b --timeout soon', usage('--timeout takes a whole number of seconds.')],
    ['add x --runtime python --code /srv --handler a.b --env LEVEL', usage('--env takes NAME=VALUE, such as EXCLUDE_CHARACTERS=/@')],
    ['add x --runtime python --code /srv --handler a.b --env-file /no/file', usage('The file /no/file cannot be read (ENOENT).')],
    ['add x --runtime python --code /no/such --handler a.b', said(1, 'coffer: CodeUnavailable: The code /no/such cannot be read (ENOENT). Nothing was added.\n')],
    ['add x --runtime python --code /srv --handler a.b --env AWS_REGION=mars', said(1, expect.stringMatching(/^coffer: InvalidParameterValueException: Lambda was unable to configure your environment variables .* Reserved keys used in this request: AWS_REGION\n$/))],
    ['add x --runtime python --code /srv --handler a.b --role arn:aws:iam::123456789012:role/none', said(1, expect.stringMatching(/There is no role/))],
    ['add plain --runtime python --code /srv --handler a.b', said(1, 'coffer: ResourceConflictException: Function already exist: plain\n')],
    ['', usage('Say what to do with functions: add, update, agree, list, runtimes, invoke, logs, remove, new.')],
    ['burn', usage('Say what to do with functions: add, update, agree, list, runtimes, invoke, logs, remove, new.')],
  ])('refuses `%s`', async (words, answer) => {
    expect(await coffer(words)).toEqual(answer)
    expect((await test.call('workbench:ListFunctions', {})).Functions.map(({ FunctionName }) => FunctionName)).not.toContain('x')
  })
})

describe('the look at code before its first run', () => {
  const atTerminal = (typed: string): TypedCommand => ({ input: null, typed })

  it('shows path, hash, interpreter and what it may reach; yes lets it run, and is not asked again', async () => {
    await add('asked', 'exports.handler = async () => "ran"', '--env API_KEY=hidden-from-view')
    const hash = (await test.call('workbench:GetFunction', { FunctionName: 'asked' })).PresentCodeSha256 ?? ''
    const { exitCode, stdout, stderr } = await coffer('invoke asked', atTerminal('yes'))
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '"ran"\n' })
    const rows = stderr.split('\n').filter((line) => line.startsWith('  ')).map((line) => line.trim().split(/ {2,}/))
    expect(rows).toEqual([
      ['Code', join(folder, 'asked.js')],
      ['SHA-256', hash],
      ['Handler', 'asked.handler'],
      ['Interpreter', `Node.js ${process.versions.node}, ${process.execPath}`],
      ['Modules', expect.stringMatching(/not part of the hash/)],
      ['Runs as', 'the role coffer-rotation: it can do with secrets and keys what the role may'],
      ['Variables', 'API_KEY'],
      ['Shut in by', expect.stringMatching(/^(bubblewrap|none): /)],
    ])
    expect(stderr.startsWith('Nobody agreed yet to run the code of asked.\n')).toBe(true)
    expect(stderr).not.toContain('hidden-from-view')
    expect((await coffer('invoke asked', atTerminal('no'))).stdout).toBe('"ran"\n')
  })

  it('asks again when the code changed, with both hashes; no runs nothing', async () => {
    code('asked', 'exports.handler = async () => "other"')
    const { exitCode, stdout, stderr } = await coffer('invoke asked', atTerminal('no'))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/^The code of asked is not the code that was agreed to: it changed\.\n/)
    expect(stderr).toMatch(/\n {2}SHA-256 +[0-9a-f]{64}\n {2}Before +[0-9a-f]{64}\n/)
    expect(stderr).toMatch(/coffer: CodeNotAgreed: Nothing was run, and nothing was agreed to\.\n$/)
    expect(await coffer('agree asked', atTerminal('y'))).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/Agreed to run asked\.\n$/) })
    expect(await coffer('agree asked', atTerminal('no'))).toEqual(said(0, 'The code of asked is the code that was agreed to.\n'))
    expect((await coffer('invoke asked')).stdout).toBe('"other"\n')
  })

  it('asks when a function is added at a terminal', async () => {
    expect((await add('at-terminal', 'exports.handler = async () => 1', '', atTerminal('yes'))).exitCode).toBe(0)
    expect((await test.call('workbench:GetFunction', { FunctionName: 'at-terminal' })).IsInvokable).toBe(true)
  })
})

describe('coffer functions invoke', () => {
  it('gives the event as it is, shows the log beside and the answer alone', async () => {
    await add('echo', 'exports.handler = async (event) => { console.log("seen"); return event }')
    const event = join(folder, 'event.json')
    writeFileSync(event, '{"Step":"testSecret","é":1}')
    for (const run of [await coffer(`invoke echo --event ${event}`), await coffer('invoke echo --event -', { input: '{"Step":"testSecret","é":1}' })]) {
      expect(run.exitCode).toBe(0)
      expect(JSON.parse(Buffer.from(run.stdout, 'latin1').toString('utf8'))).toEqual({ Step: 'testSecret', é: 1 })
      expect(run.stderr).toMatch(/^START RequestId: .*\n.*\tINFO\tseen\nEND RequestId: .*\nREPORT RequestId: .*\tDuration: [\d.]+ ms\tMemory Size: 128 MB\tInit Duration: [\d.]+ ms\n$/)
    }
  })

  it('ends with 1 and the error when the function fails', async () => {
    await add('fails', 'exports.handler = async () => { throw new RangeError("no") }')
    expect(await coffer('invoke fails')).toEqual(said(1, expect.stringMatching(/\ncoffer: RangeError: no\n$/)))
    const { exitCode, stdout } = await coffer('invoke fails --json')
    expect({ exitCode, answer: JSON.parse(stdout) }).toEqual({
      exitCode: 1,
      answer: { StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '$LATEST', LogResult: expect.any(String), Payload: '{"errorType":"RangeError","errorMessage":"no"}' },
    })
    expect(Buffer.from((JSON.parse(stdout) as { LogResult: string }).LogResult, 'base64').toString()).toMatch(/START RequestId[^]*Invoke Error[^]*REPORT/)
  })

  it.each<[words: string, more: TypedCommand, answer: object]>([
    ['invoke', {}, usage('Give one function name or ARN.')],
    ['invoke echo --event /no/file', {}, usage('The file /no/file cannot be read (ENOENT).')],
    ['invoke echo --event -', { input: 'no json' }, usage('The event is no JSON text.')],
    ['invoke echo --event -', { input: null }, usage('--event - takes the event from a pipe. Name a file, or pipe it in.')],
    ['invoke none', {}, said(1, `coffer: ResourceNotFoundException: Function not found: arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:none\n`)],
  ])('refuses `%s`', async (words, more, answer) => {
    expect(await coffer(words, more)).toEqual(answer)
  })
})

describe('coffer functions list, runtimes, logs and remove', () => {
  it('list shows what is there, and what nobody agreed to', async () => {
    await add('unagreed', 'exports.handler = async () => 1', '')
    const lines = (await coffer('list')).stdout.split('\n').map((line) => line.split(/ {2,}/))
    expect(lines).toContainEqual(['plain', 'nodejs', join(folder, 'plain.js')])
    expect(lines).toContainEqual(['unagreed', 'nodejs', `${join(folder, 'unagreed.js')} (not agreed to)`])
    const { Functions } = JSON.parse((await coffer('list --json')).stdout) as { Functions: { FunctionName: string; State: string }[] }
    expect(Functions.find(({ FunctionName }) => FunctionName === 'unagreed')?.State).toBe('Inactive')
  })

  it('runtimes says which interpreter, and how functions are shut in', async () => {
    const { stdout } = await coffer('runtimes')
    expect(stdout).toMatch(new RegExp(String.raw`^nodejs  ${process.versions.node}, .*, (shut in by bubblewrap|not shut in)\npython  (\d+\.\d+\.\d+, /.*|not here: install Python .*)\n$`))
    expect(JSON.parse((await coffer('runtimes --json')).stdout)).toMatchObject({ Runtimes: expect.arrayContaining([{ Runtime: 'nodejs', Version: process.versions.node, Isolation: expect.stringMatching(/^(bubblewrap|none)$/), Path: process.execPath }]) })
  })

  it('logs shows the last runs, the oldest first', async () => {
    await add('logged', 'exports.handler = async ({ n }) => { console.log("run", n); if (n === 2) throw new Error("two") }')
    expect(await coffer('logs logged')).toEqual(said(0, 'logged has not run yet.\n'))
    for (const n of [1, 2, 3]) await coffer('invoke logged --event -', { input: JSON.stringify({ n }) })
    const { stdout } = await coffer('logs logged --last 2')
    expect(stdout.split('\n').filter((line) => /^\d/.test(line))).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}failed: Error: two \(\d+ ms\)$/), expect.stringMatching(/ UTC {2}succeeded \(\d+ ms\)$/)])
    // Each line has its own time: the run begins before it prints.
    const times = [...stdout.matchAll(/^ {2}(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) {2}(START|END|REPORT| ?\d{4}.*\trun)/gm)].map((match) => Date.parse(match[1] ?? ''))
    expect(times).toHaveLength(8)
    expect(times).toEqual(times.toSorted((left, right) => left - right))
    expect(new Set(times).size).toBeGreaterThan(2)
    expect([...stdout.matchAll(/\tINFO\trun (\d)/g)].map((match) => match[1])).toEqual(['2', '3'])
    const { events } = JSON.parse((await coffer('logs logged --json')).stdout) as { events: { message: string; timestamp: number; logStreamName: string }[] }
    expect(events.filter(({ message }) => message.startsWith('START'))).toHaveLength(3)
    expect(events.map(({ timestamp }) => timestamp)).toEqual(expect.arrayContaining(times))
    expect(events[0]).toMatchObject({ timestamp: expect.any(Number), logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/) })
    expect(await coffer('logs logged --last 51')).toEqual(usage('--last takes a number of runs from 1 to 50.'))
  })

  it('remove forgets the function, not the code', async () => {
    expect(await coffer('remove unagreed')).toEqual(said(0, 'Removed unagreed. Its code stays where it is.\n'))
    expect(existsSync(join(folder, 'unagreed.js'))).toBe(true)
    expect((await coffer('logs unagreed')).exitCode).toBe(1)
  })
})

describe('coffer functions new', () => {
  it.each([
    ['python', ['requirements.txt', 'rotate.py']],
    ['nodejs', ['package.json', 'rotate.mjs']],
  ])('writes the beginning of a %s function, and says what is next', async (runtime, files) => {
    const into = join(folder, `new-${runtime}`)
    const { exitCode, stdout, stderr } = await coffer(`new ${into} --runtime ${runtime}`)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: files.map((file) => `${join(into, file)}\n`).join('') })
    expect(readdirSync(into).sort()).toEqual(files)
    expect(stderr).toContain(`coffer functions add NAME --runtime ${runtime} --code ${into} --handler rotate.`)
  })

  it('never writes over what is there', async () => {
    const into = join(folder, 'taken')
    mkdirSync(into)
    writeFileSync(join(into, 'mine'), 'x')
    expect(await coffer(`new ${into} --runtime python`)).toEqual(said(1, `coffer: FolderNotEmpty: ${into} is not empty. Name a new folder; nothing was written.\n`))
    expect(readdirSync(into)).toEqual(['mine'])
    expect(await coffer('new x --runtime ruby')).toEqual(usage('new needs --runtime python or nodejs.'))
  })
})
