import { useEffect, useState } from 'react'

/** The time now in epoch ms, fresh each `everyMs`; one timer per component, so keep it near the leaves. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowMs
}
