import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

const RESERVE_BYTES = 4 * 1024 * 1024
const CHUNK_BYTES = 256 * 1024

/**
 * Keeps some of the disk (4 MiB unless told) beside a file, to be freed when the disk is full: even a deletion needs space to be
 * logged. Does nothing where the disk has none to spare; says whether the space is kept now.
 */
export function keepReserve(file: string, bytes = RESERVE_BYTES): boolean {
  const reserve = reserveFile(file)
  if (sizeOf(reserve) === bytes) return true
  let descriptor: number | undefined
  try {
    descriptor = openSync(reserve, 'w', 0o600)
    const chunk = new Uint8Array(CHUNK_BYTES)
    for (let written = 0; written < bytes; written += writeSync(descriptor, chunk, 0, Math.min(CHUNK_BYTES, bytes - written)));
    return true
  } catch {
    rmSync(reserve, { force: true })
    return false
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Keeps a reserve that was given back before, once the disk has room for it and as much again. */
export function renewReserve(file: string, bytes: number): boolean {
  const { bavail, bsize } = statfsSync(dirname(file))
  return bavail * bsize >= 2 * bytes && keepReserve(file, bytes)
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
