import { useCallback, useEffect, useRef, useState } from 'react'
import { useOnScreenLock } from './use-on-screen-lock.ts'

/** How long a revealed value stays in sight. */
export const REVEAL_SECONDS = 30

export interface Reveal {
  readonly revealed: ReadonlySet<string>
  readonly reveal: (...names: readonly string[]) => void
  readonly hide: (...names: readonly string[]) => void
  readonly hideAll: () => void
}

const NONE: ReadonlySet<string> = new Set()

/** Which parts of a value are in sight, each for 30 seconds; a locked screen and another secret hide all. */
export function useReveal(): Reveal {
  const [revealed, setRevealed] = useState(NONE)
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())

  const hide = useCallback((...names: readonly string[]) => {
    for (const name of names) {
      clearTimeout(timers.current.get(name))
      timers.current.delete(name)
    }
    setRevealed((before) => new Set([...before].filter((name) => !names.includes(name))))
  }, [])
  const hideAll = useCallback(() => {
    for (const timer of timers.current.values()) clearTimeout(timer)
    timers.current.clear()
    setRevealed(NONE)
  }, [])
  const reveal = useCallback(
    (...names: readonly string[]) => {
      for (const name of names) {
        clearTimeout(timers.current.get(name))
        timers.current.set(
          name,
          setTimeout(() => hide(name), REVEAL_SECONDS * 1000),
        )
      }
      setRevealed((before) => new Set([...before, ...names]))
    },
    [hide],
  )
  useOnScreenLock(hideAll)
  useEffect(() => {
    const running = timers.current
    return () => {
      for (const timer of running.values()) clearTimeout(timer)
    }
  }, [])
  return { revealed, reveal, hide, hideAll }
}
