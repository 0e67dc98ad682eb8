const LOCAL_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const FULL_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const LOCAL_TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const LOCAL_SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })
const LOCAL_SECONDS = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `Wed, 23 Dec 2026, 02:00` in local time. */
export function localDateTime(ms: number): string {
  return `${LOCAL_DAY.format(ms)}, ${LOCAL_TIME.format(ms)}`
}

/** `Wednesday 23 December 2026` in local time. */
export function fullDay(ms: number): string {
  return FULL_DAY.format(ms)
}

/** `23 Dec, 02:00` in local time. */
export function shortDateTime(ms: number): string {
  return LOCAL_SHORT.format(ms)
}

/** `02:00:09` in local time. */
export function clockTime(ms: number): string {
  return LOCAL_SECONDS.format(ms)
}

/** `0.42 s`, `12 s`, `3 min 5 s` of a duration in milliseconds. */
export function elapsedText(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}
