import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'

const RESERVE_BYTES = 4 * 1024 * 1024
const CHUNK_BYTES = 256 * 1024

/**
 * Keeps 4 MiB of the disk beside a store, to be freed when the disk is full: even a deletion needs space to be logged.
 * Does nothing where the disk has none to spare.
 */
export function keepReserve(file: string): void {
  const reserve = reserveFile(file)
  if (sizeOf(reserve) === RESERVE_BYTES) return
  let descriptor: number | undefined
  try {
    descriptor = openSync(reserve, 'w', 0o600)
    const chunk = new Uint8Array(CHUNK_BYTES)
    for (let written = 0; written < RESERVE_BYTES; written += writeSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, RESERVE_BYTES - written)));
  } catch {
    rmSync(reserve, { force: true })
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Gives the reserve back to the disk; says whether there was one. */
export function freeReserve(file: string): boolean {
  const reserve = reserveFile(file)
  if (sizeOf(reserve) === 0) return false
  rmSync(reserve, { force: true })
  return true
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function reserveFile(file: string): string {
  return `${file}.reserve`
}
