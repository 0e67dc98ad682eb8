import type { Envelope } from '../../shared/ipc/envelope.ts'
import type { AppChannel, AppChannels, CofferBridge, CofferEvent } from '../../shared/ipc/contract.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'

declare global {
  interface Window {
    readonly coffer: CofferBridge
  }
}

/** An error of the vault or the shell: AWS's code and words, ready to show. */
export class CofferError extends Error {
  override readonly name = 'CofferError'
  readonly code: string
  readonly statusCode: number

  constructor(code: string, message: string, statusCode = 400) {
    super(message)
    this.code = code
    this.statusCode = statusCode
  }

  /** Any thrown thing as a CofferError. */
  static from(thrown: unknown): CofferError {
    if (thrown instanceof CofferError) return thrown
    const text = thrown instanceof Error ? thrown.message : String(thrown)
    return new CofferError('InternalFailure', text, 500)
  }
}

interface CallContext {
  readonly accountId: string | undefined
  readonly region: string | undefined
}

let context: CallContext = { accountId: undefined, region: undefined }

/** Sets the account and region that later calls speak for. */
export function setCallContext(next: CallContext): void {
  context = next
}

function opened<T>(envelope: Envelope<T>): T {
  if (envelope.ok) return envelope.value
  throw new CofferError(envelope.error.code, envelope.error.message, envelope.error.statusCode)
}

async function execute(operation: OperationName, input: unknown, region = context.region): Promise<unknown> {
  return opened(await window.coffer.execute({ operation, input, accountId: context.accountId, region }))
}

/** Runs an operation of the vault for the chosen account and region. Throws CofferError. */
export function call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
  return execute(operation, input) as Promise<WireOutput<N>>
}

/** The same in another region than the chosen one. Throws CofferError. */
export function callIn<N extends OperationName>(region: string, operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
  return execute(operation, input, region) as Promise<WireOutput<N>>
}

/** Asks the shell for something that is no operation of the vault. Throws CofferError. */
export async function app<C extends AppChannel>(channel: C, request: AppChannels[C]['request']): Promise<AppChannels[C]['reply']> {
  return opened(await window.coffer.app(channel, request))
}

/** Calls back on every event of core and shell until the returned function is called. */
export function onEvent(listener: (event: CofferEvent) => void): () => void {
  return window.coffer.onEvent(listener)
}
