import { readFileSync } from 'node:fs'
import { UsageError, type Terminal } from './terminal.ts'

/**
 * The passphrase that was given without asking: of the file, else of COFFER_PASSPHRASE, else null. A line end after it is
 * not part of it.
 * @throws UsageError the file cannot be read, or holds nothing
 */
export function givenPassphrase(file: string | undefined, terminal: Terminal): string | null {
  const given = file === undefined ? terminal.environment['COFFER_PASSPHRASE'] : readPassphraseFile(file)
  if (given === undefined) return null
  const passphrase = given.replace(/\r?\n$/, '')
  if (passphrase === '') throw new UsageError(file === undefined ? 'COFFER_PASSPHRASE is set, but empty. Unset it to use the keychain.' : `The passphrase file ${file} is empty.`)
  return passphrase
}

function readPassphraseFile(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`The passphrase file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
}
