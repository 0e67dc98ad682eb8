import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hiddenInput, type HiddenInputEnd } from '../../electron/cli/hidden-input.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'

const typed = (end: HiddenInputEnd, ...sent: readonly string[]): readonly [state: string, text: string] => {
  const input = hiddenInput(end)
  const states = sent.map((text) => input.type(text))
  return [states.at(-1) ?? 'open', input.text()]
}

describe('what is typed unseen', () => {
  it.each<readonly [end: HiddenInputEnd, sent: readonly string[], state: string, text: string]>([
    ['line', ['secret\r'], 'done', 'secret'],
    ['line', ['sec', 'ret', '\n'], 'done', 'secret'],
    ['line', ['secret\u0004'], 'done', 'secret'],
    ['line', ['secrex\u007ft\r'], 'done', 'secret'],
    ['line', ['wrong\u0015right\r'], 'done', 'right'],
    ['line', ['😀\u007fé€\b!\r'], 'done', 'é!'],
    ['line', ['\u007f\u007fa\r'], 'done', 'a'],
    ['line', ['secr\u0003'], 'interrupted', 'secr'],
    ['line', ['secr'], 'open', 'secr'],
    ['line', ['one\rtwo\r'], 'done', 'one'],
    ['text', ['one\r\ntwo\n\rthree\r', '\u0004'], 'done', 'one\ntwo\n\nthree'],
    ['text', ['one\r', '\nend\u0004'], 'done', 'one\nend'],
    ['text', ['one\u0004'], 'done', 'one'],
    ['text', ['one\rtwo\u0015TWO\u0004'], 'done', 'one\nTWO'],
    ['text', ['\u0004'], 'done', ''],
    ['text', ['a\u0003'], 'interrupted', 'a'],
  ])('ends by %s: %j', (end, sent, state, text) => {
    expect(typed(end, ...sent)).toEqual([state, text])
  })
})

describe('at a real terminal', { timeout: 60_000 }, () => {
  const cli = fileURLToPath(new URL('../../electron/cli/coffer.ts', import.meta.url))
  let test: TestCore
  beforeEach(({ skip }) => skip(process.platform !== 'linux', 'needs linux'))
  beforeAll(async () => {
    test = await startTestCore()
    await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  })
  afterAll(() => test.close())

  /** Runs a command in a terminal of its own and types once `prompt` shows; gives back all that the terminal showed. */
  function atTerminal(words: string, prompt: string, keys: string): Promise<{ readonly shown: string; readonly exitCode: number | null }> {
    const command = `${process.execPath} ${cli} ${words} --vault ${test.folder}`
    const child = spawn('script', ['-qefc', command, '/dev/null'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_NO_WARNINGS: '1' } })
    let shown = ''
    let isTyped = false
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString()
      if (isTyped || !shown.includes(prompt)) return
      isTyped = true
      child.stdin.write(keys)
    })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exitCode) => resolve({ shown: shown.replaceAll('\r\n', '\n'), exitCode }))
    })
  }

  it('keeps a value of several lines, and shows nothing of it', async () => {
    const { shown, exitCode } = await atTerminal('put typed/pem', 'Ctrl+D: ', '-----BEGIN-----\rAbCd\r-----END-----\r\u0004')
    expect({ exitCode, shown: shown.replace(/[0-9a-f-]{36}/, 'ID') }).toEqual({ exitCode: 0, shown: 'Type or paste the value; it is not shown. End it with Ctrl+D: \nCreated typed/pem (ID)\n' })
    expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'typed/pem' })).SecretString).toBe('-----BEGIN-----\nAbCd\n-----END-----')
  })

  it('ends with nothing done on Ctrl+C', async () => {
    const { shown, exitCode } = await atTerminal('put typed/none', 'Ctrl+D: ', 'half a val\u0003')
    expect({ exitCode, shown }).toEqual({ exitCode: 130, shown: 'Type or paste the value; it is not shown. End it with Ctrl+D: \ncoffer: Interrupted. Nothing was done.\n' })
    await expect(test.call('secretsmanager:DescribeSecret', { SecretId: 'typed/none' })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  })

  it('takes the passphrase', async () => {
    await test.call('workbench:Seal', {})
    const { shown, exitCode } = await atTerminal('unlock', '(not shown): ', `${TEST_PASSPHRASE}\r`)
    expect({ exitCode, shown }).toEqual({ exitCode: 0, shown: 'Passphrase (not shown): \nThe vault is unlocked.\n' })
  })
})
