import { readFileSync, rmSync } from 'node:fs'
import type { ElectronApplication } from '@playwright/test'

/** What the window's main thread did, in milliseconds of its own CPU time: other programs on the machine do not count. */
export interface WindowTasks {
  /** The longest that the window could not draw because of its own work. */
  readonly longestMs: number
  readonly totalMs: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** CPU time of the thread, in microseconds. */
  readonly tdur?: number
  readonly args: { readonly name?: string }
}

/** Records the tasks of the app's processes until `readWindowTasks`. */
export async function recordTasks(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ contentTracing }) => contentTracing.startRecording({ included_categories: ['toplevel', '__metadata'], excluded_categories: ['*'] }))
}

/** Ends the recording; the tasks are those of the window's main thread. */
export async function readWindowTasks(app: ElectronApplication): Promise<WindowTasks> {
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording())
  const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { readonly traceEvents: readonly TraceEvent[] }
  rmSync(file)
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`
  const mains = new Set(traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(threadOf))
  const tasks = traceEvents.filter((event) => event.ph === 'X' && event.name.endsWith('RunTask') && mains.has(threadOf(event))).map(({ tdur = 0 }) => tdur / 1_000)
  return { longestMs: tasks.reduce((longest, task) => Math.max(longest, task), 0), totalMs: tasks.reduce((sum, task) => sum + task, 0) }
}
