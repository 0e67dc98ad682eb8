import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type { Keychain } from '../../electron/engine/host.ts'

/** Writes a file whole, so that a kill leaves the old one or the new one. */
export function writeWhole(path: string, text: string): void {
  const part = `${path}.part`
  const file = openSync(part, 'w')
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  renameSync(part, path)
}

/** A keychain in a file, for processes that are killed and followed by others. */
export function fileKeychain(path: string): Keychain {
  const items = (): Record<string, string> => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>) : {})
  return {
    get: async (account) => {
      const value = items()[account]
      return value === undefined ? { status: 'missing' } : { status: 'found', value }
    },
    set: async (account, value) => writeWhole(path, JSON.stringify({ ...items(), [account]: value })),
    delete: async () => undefined,
    describe: () => 'A file',
  }
}
