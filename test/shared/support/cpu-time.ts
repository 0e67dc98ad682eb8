/** Milliseconds of processor time that `run` took in this process; unlike the clock on the wall it does not count what other programs used. */
export function cpuMilliseconds(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
