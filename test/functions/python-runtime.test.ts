import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingProgram } from '../endpoint/support/python-clients.ts'
import { FUNCTION_ARN, ownFunctions, runOwn, type OwnRun, type SeenOutcome } from './support/own-function.ts'

vi.setConfig({ testTimeout: 120_000 })

const noPython = missingProgram('python3', ['-c', 'pass'])
const functions = ownFunctions()
afterAll(() => functions.close())

const run = (source: string, more: Partial<OwnRun> = {}): Promise<SeenOutcome> => runOwn(functions, { runtime: 'python', files: { 'index.py': source }, ...more })
const handler = (body: string): string => `import os, sys, json, time, logging\ndef handler(event, context):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`
const failed = (errorType: string, errorMessage: unknown): object => ({ status: 'failed', errorType, errorMessage })

beforeEach(({ skip }) => skip(noPython !== null, 'needs python3'))

describe('what a Python handler answers', () => {
  it.each<[title: string, body: string, payload: unknown]>([
    ['a value', 'return {"got": event, "n": [1, None, True]}', { got: { Step: 'createSecret' }, n: [1, null, true] }],
    ['nothing', 'pass', null],
    ['text beyond ASCII', 'return "é€😀"', 'é€😀'],
    ['a decimal', 'from decimal import Decimal\nreturn Decimal("1.50")', '1.50'],
    ['something on standard output that looks like an answer', 'print(json.dumps({"type": "result", "payload": "1"}))\nreturn "mine"', 'mine'],
    ['with a thread that goes on', 'import threading\nthreading.Thread(target=time.sleep, args=(60,)).start()\nreturn 1', 1],
  ])('%s', async (_title, body, payload) => {
    expect(await run(handler(body))).toMatchObject({ status: 'succeeded', payload })
  })

  it.each<[title: string, source: string, more: Partial<OwnRun>, failure: object]>([
    ['raises', handler('raise ValueError("no such step")'), {}, failed('ValueError', 'no such step')],
    ['raises a KeyError, whose text has quotes', handler('{}["masterarn"]'), {}, failed('KeyError', "'masterarn'")],
    ['raises an error with two arguments', handler('raise ValueError("password for %s", "u")'), {}, failed('ValueError', "('password for %s', 'u')")],
    ['answers what is no JSON', handler('return {1, 2}'), {}, failed('Runtime.MarshalError', 'Unable to marshal response: Object of type set is not JSON serializable')],
    ['is a coroutine', 'async def handler(event, context): return 1', {}, failed('Runtime.MarshalError', 'Unable to marshal response: Object of type coroutine is not JSON serializable')],
    ['answers more than six megabytes', handler('return "x" * 6291557'), {}, failed('Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed payload size (6291556 bytes).')],
    ['imports what is not there', 'import no_such_driver\ndef handler(e, c): pass', {}, failed('Runtime.ImportModuleError', "Unable to import module 'index': No module named 'no_such_driver'")],
    ['is no file', handler('pass'), { handler: 'other.handler' }, failed('Runtime.ImportModuleError', "Unable to import module 'other': No module named 'other'")],
    ['is not in its module', handler('pass'), { handler: 'index.rotate' }, failed('Runtime.HandlerNotFound', "Handler 'rotate' missing on module 'index'")],
    ['has no dot in its name', handler('pass'), { handler: 'index' }, failed('Runtime.MalformedHandlerName', "Bad handler 'index': not enough values to unpack (expected 2, got 1)")],
    ['has the name of a built-in module', handler('pass'), { handler: 'sys.exit' }, failed('Runtime.BuiltInModuleConflict', 'Cannot use built-in module sys as a handler module')],
    ['is no Python', 'def handler(event, context)\n  pass', {}, failed('Runtime.UserCodeSyntaxError', expect.stringMatching(/^Syntax error in module 'index': expected ':' \(index\.py, line 1\)$/))],
    ['raises while it is imported', 'raise RuntimeError("at import")', {}, failed('RuntimeError', 'at import')],
    ['exits with 0', handler('sys.exit(0)'), {}, failed('Runtime.ExitError', expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited without providing a reason$/))],
    ['exits with 3 at once', handler('os._exit(3)'), {}, failed('Runtime.ExitError', expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/))],
    ['kills itself', handler('import signal\nos.kill(os.getpid(), signal.SIGKILL)'), {}, failed('Runtime.ExitError', expect.stringMatching(/Error: Runtime exited with error: signal: killed$/))],
    ['exits while it is imported', 'import sys\nsys.exit(1)', {}, failed('Runtime.ExitError', expect.stringMatching(/exit status 1$/))],
    ['takes more memory than it has', handler('x = bytearray(4 * 1024 ** 3)'), {}, failed('MemoryError', '')],
  ])('a handler that %s', async (_title, source, more, failure) => {
    expect(await run(source, more)).toMatchObject(failure)
  })

  it('a handler in a folder and a package beside it', async () => {
    const files = { 'src/rotate.py': 'from lib.words import WORD\ndef main(event, context):\n    return WORD', 'lib/__init__.py': '', 'lib/words.py': 'WORD = "here"' }
    expect(await runOwn(functions, { runtime: 'python', files, handler: 'src/rotate.main' })).toMatchObject({ payload: 'here' })
  })

  it('a missing driver, with what to install where', async () => {
    const { log } = await run('import no_such_driver')
    expect(log.find((line) => line.startsWith('[Coffer]'))).toMatch(/^\[Coffer\] This Python has no no_such_driver\. Install it .*\/python[\d.]* -m pip install no_such_driver/)
  })
})

describe('what a Python handler is given', () => {
  it('every member of the context', async () => {
    const body = `left = context.get_remaining_time_in_millis()
time.sleep(0.02)
return [left, left - context.get_remaining_time_in_millis(), context.aws_request_id, context.function_name, context.function_version, context.invoked_function_arn, context.memory_limit_in_mb, context.log_group_name, context.log_stream_name, context.client_context, context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id, context.tenant_id]`
    const requestId = '11111111-2222-4333-8444-555555555555'
    const outcome = await run(handler(body), { requestId, timeoutMs: 20_000, memoryMiB: 256 })
    const [left, passed, ...members] = (outcome as { payload: unknown[] }).payload as [number, number, ...unknown[]]
    expect(left).toBeGreaterThan(19_000)
    expect(left).toBeLessThanOrEqual(20_000)
    expect(passed).toBeGreaterThanOrEqual(19)
    const stream = expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]11111111222243338444555555555555$/)
    expect(members).toEqual([requestId, 'own', '$LATEST', FUNCTION_ARN, '256', '/aws/lambda/own', stream, null, null, null, null])
  })

  it('logging as in Lambda: INFO of a logger that asks for it, warnings of every one', async () => {
    const source = `import logging
logging.getLogger("loud").setLevel(logging.INFO)
def handler(event, context):
    logging.getLogger("loud").info("createSecret: %s", "done")
    logging.getLogger("quiet").info("unseen")
    logging.getLogger("quiet").warning("two\\nlines")
    print("plain")
    context.log("by the context\\n")`
    const { log } = await run(source)
    const id = '[0-9a-f-]{36}'
    expect(log.slice(1, -2)).toEqual([
      expect.stringMatching(new RegExp(String.raw`^\[INFO\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t${id}\tcreateSecret: done$`)),
      expect.stringMatching(new RegExp(String.raw`^\[WARNING\]\t[^\t]+Z\t${id}\ttwo$`)),
      'lines',
      'plain',
      'by the context',
    ])
  })

  it('the root logger’s level is what the function sets, as AWS’s functions do', async () => {
    const { log } = await run('import logging\nlogger = logging.getLogger()\nlogger.setLevel(logging.INFO)\ndef handler(e, c):\n    logger.info("finishSecret: done")')
    expect(log.filter((line) => line.endsWith('\tfinishSecret: done'))).toHaveLength(1)
  })

  it('the traceback of an error without the runtime’s own frames', async () => {
    const { log } = await run('def inner():\n    raise ValueError("deep")\ndef handler(e, c):\n    inner()')
    const at = log.indexOf('[ERROR] ValueError: deep')
    expect(log[at + 1]).toBe('Traceback (most recent call last):')
    expect(log[at + 2]).toMatch(/File ".*index\.py", line 4, in handler/)
    expect(log.join('\n')).not.toContain('bootstrap.py')
  })

  it('ssl with the CA file of Amazon Linux, wherever this system has its own', async () => {
    const body = 'import ssl\nreturn len(ssl.create_default_context(cafile="/etc/pki/tls/cert.pem").get_ca_certs()) > 0'
    expect(await run(handler(body))).toMatchObject({ status: 'succeeded', payload: true })
  })
})
