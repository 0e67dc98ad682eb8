import { app } from '../api/coffer-api.ts'
import { bytesToBase64 } from '../../shared/shape/base64.ts'

export interface ChosenFile {
  readonly name: string
  readonly base64: string
}

/** Asks for a file and reads it, at most 4 MB. Null when the person changed their mind. */
export async function chooseFile(title: string, extensions?: readonly string[]): Promise<ChosenFile | null> {
  const chosen = await app('dialog.open-file', { title, ...(extensions === undefined ? {} : { extensions }) })
  return chosen === null ? null : app('file.read-chosen', { path: chosen.path })
}

/** Reads a file that was dropped on the window. */
export async function readDroppedFile(file: File): Promise<ChosenFile> {
  return { name: file.name, base64: bytesToBase64(new Uint8Array(await file.arrayBuffer())) }
}

/** The text of a file, or null when its bytes are no UTF-8. */
export function textOf(base64: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)))
  } catch {
    return null
  }
}

/** Asks where to, then writes bytes to a file that only this user can read. Null when the person changed their mind, else the path. */
export async function saveBytes(title: string, suggestedName: string, base64: string): Promise<string | null> {
  const chosen = await app('dialog.save-file', { title, suggestedName })
  if (chosen === null) return null
  await app('file.write-chosen', { path: chosen.path, text: base64, encoding: 'base64' })
  return chosen.path
}
