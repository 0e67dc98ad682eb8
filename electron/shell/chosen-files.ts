import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import { ServiceError } from '../../shared/errors.ts'
import { replaceFile } from '../settings/settings-file.ts'

const MAX_READ_BYTES = 4 * 1024 * 1024
const MAX_WRITE_BYTES = 64 * 1024 * 1024

export interface ChosenFiles {
  /** Only names a place: what is there does not become readable for the page. */
  choosePath(window: BrowserWindow, title: string, kind: 'file' | 'folder'): Promise<{ readonly path: string } | null>
  chooseToOpen(window: BrowserWindow, title: string, extensions?: readonly string[]): Promise<{ readonly path: string } | null>
  chooseToSave(window: BrowserWindow, title: string, suggestedName: string): Promise<{ readonly path: string } | null>
  read(file: string): Promise<{ readonly name: string; readonly base64: string }>
  /** `encoding` says what the text stands for: itself, or bytes as base64. */
  write(file: string, text: string, encoding?: 'utf8' | 'base64'): { readonly sizeBytes: number }
}

/** Files that the person chose in a dialog of the system: the page can reach those and no others, each in the chosen direction. */
export function createChosenFiles(): ChosenFiles {
  const readable = new Set<string>()
  const writable = new Set<string>()
  const requireChosen = (chosen: ReadonlySet<string>, file: string): void => {
    if (!chosen.has(file)) throw new ServiceError('AccessDeniedException', 'Choose the file in the dialog first; Coffer reads and writes no others.')
  }
  return {
    async choosePath(window, title, kind) {
      const answer = await dialog.showOpenDialog(window, { title, properties: [kind === 'file' ? 'openFile' : 'openDirectory', 'showHiddenFiles'] })
      const [chosen] = answer.filePaths
      return answer.canceled || chosen === undefined ? null : { path: chosen }
    },
    async chooseToOpen(window, title, extensions) {
      const filters = extensions === undefined ? [] : [{ name: title, extensions: [...extensions] }, { name: 'All files', extensions: ['*'] }]
      const answer = await dialog.showOpenDialog(window, { title, filters, properties: ['openFile', 'showHiddenFiles'] })
      const file = answer.filePaths[0]
      if (answer.canceled || file === undefined) return null
      readable.add(file)
      return { path: file }
    },
    async chooseToSave(window, title, suggestedName) {
      const answer = await dialog.showSaveDialog(window, { title, defaultPath: path.basename(suggestedName) })
      if (answer.canceled || answer.filePath === '') return null
      writable.add(answer.filePath)
      return { path: answer.filePath }
    },
    async read(file) {
      requireChosen(readable, file)
      const tooLarge = (): ServiceError => new ServiceError('ValidationException', `The file is larger than ${MAX_READ_BYTES / 1024 / 1024} MB; nothing was read.`)
      if ((await stat(file)).size > MAX_READ_BYTES) throw tooLarge()
      const handle = await open(file, 'r')
      try {
        const chunks: Buffer[] = []
        // One byte past the limit tells a file that grew since it was measured.
        for await (const chunk of handle.createReadStream({ end: MAX_READ_BYTES, autoClose: false })) chunks.push(chunk as Buffer)
        const bytes = Buffer.concat(chunks)
        if (bytes.length > MAX_READ_BYTES) throw tooLarge()
        return { name: path.basename(file), base64: bytes.toString('base64') }
      } finally {
        await handle.close()
      }
    },
    write(file, text, encoding = 'utf8') {
      requireChosen(writable, file)
      const bytes = Buffer.from(text, encoding)
      if (bytes.length > MAX_WRITE_BYTES) throw new ServiceError('ValidationException', 'The text is too large to save; nothing was written.')
      replaceFile(file, bytes)
      return { sizeBytes: bytes.length }
    },
  }
}
