import { connect } from 'node:net'
import { ServiceError } from '../../shared/errors.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { readSocketAccess } from './socket-access.ts'
import type { SocketAddress } from './socket-address.ts'
import { socketAnswer } from './socket-message.ts'

export interface CallScope {
  readonly accountId?: string
  readonly region?: string
}

/**
 * Calls one operation of the running core.
 * @throws ServiceError the engine's, or `CofferNotRunning` when nothing listens for this vault
 */
export function callCore<N extends OperationName>(address: Pick<SocketAddress, 'accessFile'>, operation: N, input: WireInput<N>, scope: CallScope = {}): Promise<WireOutput<N>> {
  return call(address, operation, input, scope) as Promise<never>
}

async function call({ accessFile }: Pick<SocketAddress, 'accessFile'>, operation: string, input: unknown, scope: CallScope): Promise<unknown> {
  const access = readSocketAccess(accessFile)
  if (access === null) throw notRunning()
  const line = await exchange(access.path, `${JSON.stringify({ token: access.token, operation, input, ...scope })}\n`)
  const answer = socketAnswer.parse(JSON.parse(line))
  if (!answer.ok) throw new ServiceError(answer.error.code, answer.error.message, { statusCode: answer.error.statusCode })
  return answer.value ?? undefined
}

function notRunning(): ServiceError {
  return new ServiceError('CofferNotRunning', 'No Coffer is running for this vault. Open the app, or start `coffer serve` with the same --vault.')
}

function exchange(path: string, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    const chunks: Buffer[] = []
    socket.on('connect', () => socket.write(request))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      if (chunk.at(-1) === 10) socket.end()
    })
    socket.on('end', () => socket.destroy())
    socket.on('close', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      if (text.endsWith('\n')) resolve(text)
      else reject(notRunning())
    })
    socket.on('error', () => reject(notRunning()))
  })
}
