/** A masked value: dots of a fixed number, so that not even the length is told. */
export function Dots() {
  return (
    <span role="img" aria-label="hidden value" className="mono inline-block max-w-full overflow-hidden align-bottom tracking-[2px] whitespace-nowrap text-mark">
      ••••••••••••••••
    </span>
  )
}
