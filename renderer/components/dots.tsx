/** A masked value: dots of a fixed number, so that not even the length is told. */
export function Dots() {
  return (
    <span role="img" aria-label="hidden value" className="mono tracking-[2px] text-mark">
      ••••••••••••••••
    </span>
  )
}
