// Runs one invocation of a Node function as AWS Lambda's runtime does.
// Descriptor 3 is a socket to Coffer: it sends one line of JSON (the event and what the context object tells); this sends
// one line when the module is loaded, and one with the result or the error. Whatever the function prints is never read as
// a result. When Coffer goes away, so does this process and its group.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html, nodejs-context.html, nodejs-logging.html
import { existsSync, readFileSync, statSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { format, types } from 'node:util'

const CHANNEL = 3
const EXIT_REJECTION = 128
const EXIT_EXCEPTION = 129
/** From this Node on, AWS's runtime has no callbacks any more. */
const NODE_WITHOUT_CALLBACKS = 24

class Fault extends Error {
  constructor(errorType, message, stack) {
    super(message)
    this.name = errorType
    this.stack = `${errorType}: ${stack ?? message}`
  }
}

const channel = new Socket({ fd: CHANNEL, readable: true, writable: true })
let requestId
let isComplete = false

function send(message, then) {
  channel.write(`${JSON.stringify(message)}\n`, then)
}

/** The event's line; after it the socket only tells the end of Coffer, and keeps nothing alive. */
function received() {
  return new Promise((given) => {
    let text = ''
    let isGiven = false
    channel.setEncoding('utf8')
    channel.on('data', (chunk) => {
      if (isGiven) return
      text += chunk
      const end = text.indexOf('\n')
      if (end < 0) return
      isGiven = true
      channel.unref()
      given(JSON.parse(text.slice(0, end)))
    })
    channel.on('error', endWithCoffer)
    channel.on('end', endWithCoffer)
  })
}

const killItself = process.kill.bind(process)
const exit = process.exit.bind(process)

function endWithCoffer() {
  if (process.platform === 'win32') exit(1)
  killItself(0, 'SIGKILL')
}

/** Writes to a pipe wait for its reader, so that nothing printed is lost when the process ends. */
function print(descriptor, text) {
  let bytes = Buffer.from(text)
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(descriptor, bytes))
    } catch (error) {
      if (error.code !== 'EAGAIN') return
    }
  }
}

function logLine(level, text) {
  print(1, `${new Date().toISOString()}\t${requestId}\t${level}\t${text.replaceAll('\n', '\r')}\n`)
}

/** The console of Lambda: time, request id and level before each text. */
function patchConsole() {
  const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE', fatal: 'FATAL' }
  for (const [method, level] of Object.entries(levels)) console[method] = (...args) => logLine(level, format(...args))
}

function logError(title, error) {
  const { errorType, errorMessage, trace } = described(error)
  logLine('ERROR', `${title} \t${JSON.stringify({ errorType, errorMessage, stack: trace })}`)
}

function described(error) {
  try {
    if (types.isNativeError(error) || (error !== null && typeof error === 'object' && 'name' in error && 'message' in error && 'stack' in error)) {
      return { errorType: String(error.name), errorMessage: String(error.message), trace: String(error.stack).split('\n') }
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] }
  } catch {
    return { errorType: 'handled', errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack', trace: [] }
  }
}

function sendError(error, exitCode) {
  const { errorType, errorMessage, trace } = described(error)
  send({ type: 'error', errorType, errorMessage, stackTrace: trace }, () => exit(exitCode))
}

/** Errors that nobody caught end the run, also while the module is loaded. */
function listenForUncaught() {
  const end = (title, error, exitCode) => {
    logError(title, error)
    if (isComplete) return
    isComplete = true
    sendError(error, exitCode)
  }
  process.on('uncaughtException', (error) => end('Uncaught Exception', error, EXIT_EXCEPTION))
  process.on('unhandledRejection', (reason) => {
    const trace = types.isNativeError(reason) ? reason.stack : undefined
    end('Unhandled Promise Rejection', new Fault('Runtime.UnhandledPromiseRejection', String(reason), trace), EXIT_REJECTION)
  })
}

function isTypeModule(folder) {
  for (let at = folder; ; at = dirname(at)) {
    // A node_modules folder ends the search, as in Node.
    if (basename(at) === 'node_modules') return false
    const file = resolve(at, 'package.json')
    if (existsSync(file)) {
      try {
        return JSON.parse(readFileSync(file, 'utf8')).type === 'module'
      } catch {
        return false
      }
    }
    if (at === dirname(at)) return false
  }
}

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true
const import_ = (path) => import(pathToFileURL(path).href)

/** The module of a handler, looked for in the order of AWS's runtime interface client. */
async function loadModule(taskRoot, moduleRoot, name) {
  const path = resolve(taskRoot, moduleRoot, name)
  const require = createRequire(resolve(taskRoot, 'index.js'))
  const requireOrImport = async (file) => {
    try {
      return require(file)
    } catch (error) {
      if (error.code === 'ERR_REQUIRE_ASYNC_MODULE' || error.code === 'ERR_REQUIRE_ESM') return import_(file)
      throw error
    }
  }
  if (isFile(path)) return requireOrImport(path)
  if (isFile(`${path}.js`)) return isTypeModule(dirname(path)) ? import_(`${path}.js`) : requireOrImport(`${path}.js`)
  if (isFile(`${path}.mjs`)) return import_(`${path}.mjs`)
  if (isFile(`${path}.cjs`)) return require(`${path}.cjs`)
  return require(require.resolve(name, { paths: [taskRoot, resolve(taskRoot, moduleRoot)] }))
}

async function findHandler(taskRoot, handler) {
  if (handler.includes('..')) throw new Fault('Runtime.MalformedHandlerName', `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`)
  const last = basename(handler)
  const moduleRoot = handler.slice(0, handler.indexOf(last))
  const parts = /^([^.]*)\.(.*)$/.exec(last)
  if (parts === null) throw new Fault('Runtime.MalformedHandlerName', 'Bad handler')
  let loaded
  try {
    loaded = await loadModule(taskRoot, moduleRoot, parts[1])
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault('Runtime.UserCodeSyntaxError', String(error), error.stack)
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') throw new Fault('Runtime.ImportModuleError', String(error), error.stack)
    throw error
  }
  const found = parts[2].split('.').reduce((nested, key) => nested?.[key], loaded)
  if (found === undefined || found === null) throw new Fault('Runtime.HandlerNotFound', `${handler} is undefined or not exported`)
  if (typeof found !== 'function') throw new Fault('Runtime.HandlerNotFound', `${handler} is not a function`)
  return found
}

/** Runs the handler; the first completion counts. */
function invoke(handler, { event, functionArn, timeoutMs }) {
  const deadlineMs = Date.now() + timeoutMs
  let waits = true
  let atEnd = null
  const complete = (error, data) => {
    if (isComplete || atEnd !== null) return
    isComplete = true
    if (error !== undefined && error !== null) {
      logError('Invoke Error', error)
      return sendError(error, 0)
    }
    let payload
    try {
      payload = JSON.stringify(data === undefined ? null : data)
      if (payload === undefined) payload = 'null'
    } catch {
      return sendError(new Error('Unable to stringify response body'), 0)
    }
    return send({ type: 'result', payload }, () => exit(0))
  }
  const callback = (error, data) => {
    if (isComplete || atEnd !== null) return
    if ((error !== undefined && error !== null) || !waits) {
      complete(error, data)
    } else {
      atEnd = () => {
        atEnd = null
        complete(null, data)
      }
    }
  }
  const context = {
    get callbackWaitsForEmptyEventLoop() {
      return waits
    },
    set callbackWaitsForEmptyEventLoop(value) {
      waits = Boolean(value)
    },
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: functionArn,
    awsRequestId: requestId,
    clientContext: undefined,
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - Date.now()),
    done: (error, data) => complete(error, data),
    succeed: (data) => complete(null, data),
    fail: (error) => complete(error ?? 'handled'),
  }
  const isAsync = handler.constructor?.name === 'AsyncFunction'
  process.on('beforeExit', () => {
    if (isComplete) return
    if (atEnd !== null) return atEnd()
    if (!isAsync) return complete(null, null)
    complete(
      new Fault(
        'Runtime.NodeJsExit',
        'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
      ),
    )
  })
  if (handler.length >= 3 && Number(process.versions.node.split('.')[0]) >= NODE_WITHOUT_CALLBACKS) {
    logLine('WARN', `This handler takes a callback. AWS Lambda's nodejs${NODE_WITHOUT_CALLBACKS}.x and later refuse such handlers; make it async.`)
  }
  try {
    const result = handler(JSON.parse(event), context, callback)
    if (typeof result?.then === 'function') result.then((data) => complete(null, data), (error) => complete(error ?? 'handled'))
  } catch (error) {
    complete(error ?? 'handled')
  }
}

// What is printed waits for its reader: nothing is lost at the end, and nothing heaps up before it.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true)
const taskRoot = process.env.LAMBDA_TASK_ROOT
process.chdir(taskRoot)
patchConsole()
listenForUncaught()
const message = received()
let handler
try {
  handler = await findHandler(taskRoot, process.env._HANDLER)
} catch (error) {
  logError('Uncaught Exception', error)
  isComplete = true
  sendError(error, 1)
}
if (handler !== undefined) {
  send({ type: 'ready' })
  const given = await message
  requestId = given.requestId
  invoke(handler, given)
}
