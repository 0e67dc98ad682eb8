import { afterAll, describe, expect, it, vi } from 'vitest'
import { FUNCTION_ARN, ownFunctions, runOwn, type OwnRun, type SeenOutcome } from './support/own-function.ts'

vi.setConfig({ testTimeout: 120_000 })

const functions = ownFunctions()
afterAll(() => functions.close())

const run = (source: string, more: Partial<OwnRun> = {}): Promise<SeenOutcome> => runOwn(functions, { runtime: 'nodejs', files: { 'index.js': source }, ...more })
const ofFiles = (files: Record<string, string>, handler?: string): Promise<SeenOutcome> => runOwn(functions, { runtime: 'nodejs', files, ...(handler === undefined ? {} : { handler }) })
const failed = (errorType: string, errorMessage: unknown): object => ({ status: 'failed', errorType, errorMessage })

describe('what a Node handler answers', () => {
  it.each<[title: string, source: string, payload: unknown]>([
    ['async', 'exports.handler = async (event) => ({ got: event })', { got: { Step: 'createSecret' } }],
    ['async, nothing', 'exports.handler = async () => {}', null],
    ['a promise of a plain function', 'exports.handler = () => new Promise((done) => setTimeout(done, 20, "late"))', 'late'],
    ['a callback', 'exports.handler = (event, context, callback) => { callback(null, "called") }', 'called'],
    ['a callback that waits for the event loop', 'exports.handler = (event, context, callback) => { setTimeout(() => console.log("after"), 50); callback(null, 1) }', 1],
    ['only the first completion', 'exports.handler = (event, context, callback) => { callback(null, "first"); callback(null, "second"); callback(new Error("third")) }', 'first'],
    ['context.succeed', 'exports.handler = (event, context) => { context.succeed("ok") }', 'ok'],
    ['context.done', 'exports.handler = (event, context) => { context.done(null, "ok") }', 'ok'],
    ['a plain function that forgets to call back', 'exports.handler = () => { setTimeout(() => {}, 20) }', null],
    ['a plain function whose promise never settles', 'exports.handler = () => new Promise(() => {})', null],
    ['text beyond ASCII', 'exports.handler = async () => "é€😀"', 'é€😀'],
    ['something on standard output that looks like an answer', 'exports.handler = async () => { process.stdout.write(JSON.stringify({ type: "result", payload: "1" }) + "\\n"); return "mine" }', 'mine'],
  ])('%s', async (_title, source, payload) => {
    expect(await run(source)).toMatchObject({ status: 'succeeded', payload })
  })

  it('a callback does not wait when it is told not to', async () => {
    const outcome = await run('exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setInterval(() => {}, 1000); callback(null, "now") }', { timeoutMs: 20_000 })
    expect(outcome).toMatchObject({ status: 'succeeded', payload: 'now' })
  })

  const exit = (words: string): unknown => expect.stringMatching(new RegExp(`^RequestId: [0-9a-f-]{36} Error: Runtime exited ${words}$`))
  it.each<[title: string, source: string, more: Partial<OwnRun>, failure: object]>([
    ['throws', 'exports.handler = () => { throw new RangeError("no") }', {}, failed('RangeError', 'no')],
    ['rejects', 'exports.handler = async () => { throw new TypeError("no") }', {}, failed('TypeError', 'no')],
    ['rejects with a text', 'exports.handler = async () => { throw "only words" }', {}, failed('string', 'only words')],
    ['rejects with nothing', 'exports.handler = () => Promise.reject()', {}, failed('string', 'handled')],
    ['calls back with an error', 'exports.handler = (e, c, callback) => { setInterval(() => {}, 1000); callback(new Error("by callback")) }', {}, failed('Error', 'by callback')],
    ['fails by its context', 'exports.handler = (e, context) => { context.fail(new Error("by context")) }', {}, failed('Error', 'by context')],
    ['never settles', 'exports.handler = async () => { await new Promise(() => {}) }', {}, failed('Runtime.NodeJsExit', expect.stringMatching(/^The Lambda runtime client detected an unexpected Node\.js exit code\. This is most commonly caused by a Promise that was never settled\./))],
    ['answers what is no JSON', 'exports.handler = async () => 1n', {}, failed('Error', 'Unable to stringify response body')],
    ['leaves a rejection alone', 'exports.handler = async () => { Promise.reject(new Error("alone")); await new Promise((done) => setTimeout(done, 1000)) }', {}, failed('Runtime.UnhandledPromiseRejection', 'Error: alone')],
    ['throws in a timer', 'exports.handler = async () => { setTimeout(() => { throw new Error("in a timer") }, 5); await new Promise((done) => setTimeout(done, 1000)) }', {}, failed('Error', 'in a timer')],
    ['exits with 0', 'exports.handler = async () => { process.exit(0) }', {}, failed('Runtime.ExitError', exit('without providing a reason'))],
    ['exits with 7', 'exports.handler = async () => { process.exit(7) }', {}, failed('Runtime.ExitError', exit('with error: exit status 7'))],
    ['kills itself', 'exports.handler = async () => { process.kill(process.pid, "SIGKILL"); await new Promise((done) => setTimeout(done, 9000)) }', {}, failed('Runtime.ExitError', exit('with error: signal: killed'))],
    ['takes more memory than it has', 'exports.handler = async () => { const kept = []; for (;;) kept.push(new Array(1e5).fill({})) }', {}, failed('Runtime.ExitError', exit('with error: signal: aborted'))],
    ['answers more than six megabytes', 'exports.handler = async () => "x".repeat(6291557)', {}, failed('Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed payload size (6291556 bytes).')],
    ['requires what is not there', 'require("no-such-driver")', {}, failed('Runtime.ImportModuleError', expect.stringMatching(/^Error: Cannot find module 'no-such-driver'\nRequire stack:\n/))],
    ['is no file', '', { handler: 'other.handler' }, failed('Runtime.ImportModuleError', expect.stringMatching(/^Error: Cannot find module 'other'/))],
    ['is not exported', 'exports.other = () => {}', {}, failed('Runtime.HandlerNotFound', 'index.handler is undefined or not exported')],
    ['is no function', 'exports.handler = 5', {}, failed('Runtime.HandlerNotFound', 'index.handler is not a function')],
    ['has no dot in its name', '', { handler: 'index' }, failed('Runtime.MalformedHandlerName', 'Bad handler')],
    ['leads out of its folder', '', { handler: '../index.handler' }, failed('Runtime.MalformedHandlerName', "'../index.handler' is not a valid handler name. Use absolute paths when specifying root directories in handler names.")],
    ['is no JavaScript', 'exports.handler = async () => {', {}, failed('Runtime.UserCodeSyntaxError', expect.stringMatching(/^SyntaxError: /))],
    ['throws while it is loaded', 'throw new Error("at load")', {}, failed('Error', 'at load')],
  ])('a handler that %s', async (_title, source, more, failure) => {
    expect(await run(source, more)).toMatchObject(failure)
  })
})

describe('how a Node handler is loaded', () => {
  const esm = 'export const handler = async () => import.meta.url.split("/").at(-1)'
  const cjs = 'exports.handler = async () => require("node:path").basename(__filename)'
  it.each<[title: string, files: Record<string, string>, handler: string, payload: unknown]>([
    ['.js is CommonJS', { 'index.js': cjs }, 'index.handler', 'index.js'],
    ['.js is a module where package.json says so', { 'index.js': esm, 'package.json': '{"type":"module"}' }, 'index.handler', 'index.js'],
    ['.mjs', { 'index.mjs': esm }, 'index.handler', 'index.mjs'],
    ['.cjs', { 'index.cjs': cjs, 'package.json': '{"type":"module"}' }, 'index.handler', 'index.cjs'],
    ['.js before .mjs', { 'index.js': cjs, 'index.mjs': esm }, 'index.handler', 'index.js'],
    ['a file without an ending', { index: cjs }, 'index.handler', 'index'],
    ['in a folder', { 'src/deep/rotate.js': cjs }, 'src/deep/rotate.handler', 'rotate.js'],
    ['by an export of an export', { 'index.js': 'exports.steps = { rotate: { handler: async () => "nested" } }' }, 'index.steps.rotate.handler', 'nested'],
    ['from a package', { 'node_modules/rotator/index.js': 'exports.handler = async () => "packaged"' }, 'rotator.handler', 'packaged'],
    ['with await at its top', { 'index.mjs': 'const word = await Promise.resolve("waited")\nexport const handler = async () => word' }, 'index.handler', 'waited'],
    ['with modules of its own, as a module', { 'index.mjs': 'import { word } from "driver"\nexport const handler = async () => word', 'node_modules/driver/package.json': '{"exports":"./main.mjs"}', 'node_modules/driver/main.mjs': 'export const word = "driven"' }, 'index.handler', 'driven'],
  ])('%s', async (_title, files, handler, payload) => {
    expect(await ofFiles(files, handler)).toMatchObject({ status: 'succeeded', payload })
  })

  it('a module that never finishes loading ends with Node’s exit code 13', async () => {
    expect(await ofFiles({ 'index.mjs': 'await new Promise(() => {})\nexport const handler = async () => 1' })).toMatchObject(failed('Runtime.ExitError', expect.stringMatching(/exit status 13$/)))
  })
})

describe('what a Node handler is given', () => {
  it('every member of the context', async () => {
    const source = `exports.handler = async (event, c) => {
      const left = c.getRemainingTimeInMillis()
      return [left, c.awsRequestId, c.functionName, c.functionVersion, c.invokedFunctionArn, c.memoryLimitInMB, c.logGroupName, c.logStreamName, c.callbackWaitsForEmptyEventLoop, typeof c.identity, typeof c.clientContext, typeof c.done, typeof c.succeed, typeof c.fail]
    }`
    const requestId = '11111111-2222-4333-8444-555555555555'
    const [left, ...members] = ((await run(source, { requestId, timeoutMs: 20_000, memoryMiB: 256 })) as { payload: unknown[] }).payload as [number, ...unknown[]]
    expect(left).toBeGreaterThan(19_000)
    expect(left).toBeLessThanOrEqual(20_000)
    const stream = expect.stringMatching(/\[\$LATEST\]11111111222243338444555555555555$/)
    expect(members).toEqual([requestId, 'own', '$LATEST', FUNCTION_ARN, '256', '/aws/lambda/own', stream, true, 'undefined', 'undefined', 'function', 'function', 'function'])
  })

  it('the console of Lambda', async () => {
    const { log } = await run('exports.handler = async () => { console.log("a %s", 1); console.error("two\\nlines"); console.warn({ b: 2 }); console.debug("c") }')
    const line = (level: string, text: string): unknown => expect.stringMatching(new RegExp(String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\t${level}\t${text}$`))
    expect(log.slice(1, -2)).toEqual([line('INFO', 'a 1'), line('ERROR', 'two'), 'lines', line('WARN', String.raw`\{ b: 2 \}`), line('DEBUG', 'c')])
  })

  it('its error in the log, with the stack', async () => {
    const { log } = await run('exports.handler = async () => { throw new RangeError("no") }')
    expect(log.join('\n')).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"RangeError","errorMessage":"no","stack":\["RangeError: no",/)
  })

  it('a warning where AWS’s runtime of this Node takes no callbacks', async () => {
    const { log } = await run('exports.handler = (event, context, callback) => callback(null, 1)')
    const isWarned = log.some((line) => line.includes('refuse such handlers'))
    const version = (await functions.runtimes()).find(({ runtime }) => runtime === 'nodejs')?.version ?? ''
    expect(isWarned).toBe(Number(version.split('.')[0]) >= 24)
  })
})
