/** `coffer-2026-11-24-0830.cofferbackup`, in local time. */
export function backUpName(nowMs: number): string {
  const now = new Date(nowMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `coffer-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}.cofferbackup`
}
