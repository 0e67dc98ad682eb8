import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Disks } from '../engine/host.ts'

/** A network drive that is waking up takes its time; a person who waits for an answer does not. */
const LIMIT_MS = 2_000

/**
 * Touches a store's disk as the engine would: its metadata, and a sync of the note beside it. The file itself is never opened,
 * since closing any descriptor of it would drop SQLite's locks. Errors are an answer too.
 */
const TOUCH = `
const { parentPort } = require('node:worker_threads')
const fs = require('node:fs')
const tried = (run) => { try { run() } catch {} }
parentPort.on('message', (file) => {
  tried(() => { const { atime, mtime } = fs.statSync(file); fs.utimesSync(file, atime, mtime) })
  tried(() => {
    const note = fs.openSync(file + '.owner', 'r+')
    try { const now = new Date(); fs.futimesSync(note, now, now); fs.fsyncSync(note) } finally { fs.closeSync(note) }
  })
  parentPort.postMessage(null)
})`

interface Place {
  readonly worker: Worker
  /** The thread runs: its start is no fault of the disk. */
  readonly started: Promise<void>
  /** The look that has not come back. */
  pending: Promise<void> | null
  isSilent: boolean
  answered: () => void
}

export interface DiskWatch extends Disks {
  /** A thread waits for a disk that does not answer: a process that is to end in order would wait for it too. */
  readonly isStuck: boolean
  /** Ends the threads that can be ended. */
  close(): void
}

/** Passes a while later, and not before an answer that came meanwhile was taken in, should this thread have been busy. */
function afterMs(ms: number): { readonly passed: Promise<void>; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve), ms)
  })
  return { passed, cancel: () => clearTimeout(timer) }
}

/** Looks at disks from a thread for each folder, so that one that hangs holds up neither the caller nor the looks at others. */
export function createDiskWatch(limitMs = LIMIT_MS): DiskWatch {
  const places = new Map<string, Place>()
  const placeOf = (folder: string): Place => {
    const known = places.get(folder)
    if (known !== undefined) return known
    const worker = new Worker(TOUCH, { eval: true, env: {}, stdin: false })
    const started = new Promise<void>((resolve) => {
      worker.once('online', resolve)
      worker.once('error', () => resolve())
    })
    const place: Place = { worker, started, pending: null, isSilent: false, answered: () => undefined }
    worker.unref()
    worker.on('message', () => place.answered())
    // Without a thread nothing can be told about the disk; the engine then finds out by itself.
    worker.on('error', () => {
      places.delete(folder)
      place.answered()
    })
    places.set(folder, place)
    return place
  }
  const ask = (place: Place, file: string): Promise<void> =>
    new Promise((resolve) => {
      place.answered = () => {
        place.pending = null
        place.isSilent = false
        resolve()
      }
      place.worker.postMessage(file)
    })
  return {
    get isStuck() {
      return [...places.values()].some(({ isSilent }) => isSilent)
    },
    async look(file) {
      let place: Place
      try {
        place = placeOf(dirname(file))
      } catch {
        return true
      }
      if (place.isSilent) return false
      place.pending ??= ask(place, file)
      const { pending } = place
      await Promise.race([place.started, pending])
      const late = afterMs(limitMs)
      const isAnswered = await Promise.race([pending.then(() => true), late.passed.then(() => place.pending === null)])
      late.cancel()
      if (!isAnswered) place.isSilent = true
      return isAnswered
    },
    close() {
      for (const { worker, isSilent } of places.values()) if (!isSilent) void worker.terminate()
    },
  }
}
