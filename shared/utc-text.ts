/** `2026-12-23 01:00 UTC` of epoch milliseconds. */
export function utcMinuteText(ms: number): string {
  return utcText(ms, 'YYYY-MM-DDTHH:MM'.length)
}

/** `2026-12-23 01:00:09 UTC` of epoch milliseconds. */
export function utcSecondText(ms: number): string {
  return utcText(ms, 'YYYY-MM-DDTHH:MM:SS'.length)
}

/** `2026-12-23 01:00:09.042 UTC` of epoch milliseconds. */
export function utcMillisecondText(ms: number): string {
  return utcText(ms, 'YYYY-MM-DDTHH:MM:SS.mmm'.length)
}

function utcText(ms: number, length: number): string {
  return `${new Date(ms).toISOString().slice(0, length).replace('T', ' ')} UTC`
}
