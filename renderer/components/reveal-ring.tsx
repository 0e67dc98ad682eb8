import { useEffect, useRef } from 'react'

const RADIUS = 6
const LENGTH = 2 * Math.PI * RADIUS

/** A ring that shrinks over the seconds for which a value stays revealed. */
export function RevealRing({ seconds }: { readonly seconds: number }) {
  const circle = useRef<SVGCircleElement>(null)
  useEffect(() => {
    const animation = circle.current?.animate([{ strokeDashoffset: '0' }, { strokeDashoffset: String(LENGTH) }], { duration: seconds * 1000, fill: 'forwards' })
    return () => animation?.cancel()
  }, [seconds])
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="none" role="img" aria-label={`Hides after ${seconds} seconds`} className="flex-none -rotate-90 text-accent">
      <circle cx="8" cy="8" r={RADIUS} stroke="var(--line)" strokeWidth="1.75" />
      <circle ref={circle} cx="8" cy="8" r={RADIUS} stroke="currentColor" strokeWidth="1.75" strokeDasharray={LENGTH} />
    </svg>
  )
}
