import { ipcMain } from 'electron'
import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { ServiceError } from '../../shared/errors.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'

/** More than the largest import; a compromised page can't fill main's memory. */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024

export interface TrustedSender {
  readonly contents: WebContents
  readonly origin: string
}

/** True for the main frame of our own window on our own origin; anything else is dropped before its body is looked at. */
function isTrusted(event: IpcMainInvokeEvent, trusted: TrustedSender | null): boolean {
  if (trusted === null || event.sender !== trusted.contents) return false
  const frame = event.senderFrame
  if (frame === null || frame !== trusted.contents.mainFrame) return false
  const { protocol, host } = new URL(frame.url)
  return `${protocol}//${host}` === trusted.origin
}

function toEnvelope(error: unknown): Envelope {
  const { code, message, statusCode } = ServiceError.from(error)
  return { ok: false, error: { code, message, statusCode } }
}

function sizeOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length
}

/**
 * Answers a request channel for the trusted window. Errors cross as data: Electron keeps only the text of a thrown Error.
 * `trusted` is asked at every call, since a window may be replaced; `onRefused` hears of every dropped call.
 */
export function answerChannel(
  channel: string,
  trusted: () => TrustedSender | null,
  onRefused: (reason: string) => void,
  answer: (...request: unknown[]) => Promise<Envelope>,
): void {
  ipcMain.handle(channel, async (event, ...request: unknown[]): Promise<Envelope> => {
    if (!isTrusted(event, trusted())) {
      onRefused(`${channel} was called by a page that is not Coffer’s window.`)
      return toEnvelope(new ServiceError('AccessDeniedException', 'Only Coffer’s own window may call this.'))
    }
    try {
      if (sizeOf(request) > MAX_REQUEST_BYTES) throw new ServiceError('ValidationException', 'The request is too large.')
      return await answer(...request)
    } catch (error) {
      return toEnvelope(error)
    }
  })
}
