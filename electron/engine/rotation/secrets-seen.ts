import { Sensitive } from '../../../shared/sensitive.ts'
import type { Caller } from '../caller.ts'

type Secret = Sensitive<string | Uint8Array>

/**
 * The secret values that functions in processes of their own read and wrote, while they run: what they print has to be
 * searched for them. Kept by the access key of the run, in memory alone.
 */
export class SecretsSeen {
  readonly #byAccessKey = new Map<string, Set<Secret>>()

  /** Starts to gather for a run. */
  open(accessKeyId: string): void {
    this.#byAccessKey.set(accessKeyId, new Set())
  }

  /** What was gathered so far. */
  of(accessKeyId: string): readonly Secret[] {
    return [...(this.#byAccessKey.get(accessKeyId) ?? [])]
  }

  close(accessKeyId: string): void {
    this.#byAccessKey.delete(accessKeyId)
  }

  /** Takes the sensitive members out of a call's input or output, if a run made the call. */
  note({ accessKeyId }: Pick<Caller, 'accessKeyId'>, data: unknown): void {
    const seen = accessKeyId === undefined ? undefined : this.#byAccessKey.get(accessKeyId)
    if (seen !== undefined) gather(data, seen)
  }
}

function gather(data: unknown, seen: Set<Secret>): void {
  if (data instanceof Sensitive) {
    seen.add(data as Secret)
  } else if (Array.isArray(data)) {
    for (const item of data) gather(item, seen)
  } else if (typeof data === 'object' && data !== null && !ArrayBuffer.isView(data)) {
    for (const member of Object.values(data)) gather(member, seen)
  }
}
