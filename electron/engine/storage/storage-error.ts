import { ServiceError } from '../../../shared/errors.ts'

const TEXT = {
  DiskFull: 'The disk is full. Nothing was changed, and what was stored before is safe and can still be read. Free some space and try again; deleting secrets still works.',
  VaultInUse: 'Another Coffer has this vault open. Close it, or work in it; nothing was changed.',
  VaultDamaged: 'A file of the vault is damaged. It was not changed. Restore a back-up, or open it with what can still be read.',
  StorageUnavailable: 'The disk reported an error. The last change may or may not be stored, everything before it is. Check the disk, then unlock the vault again.',
  VaultReadOnly: 'A file of the vault cannot be written: it, its folder or the disk is read-only or belongs to another user. Nothing was changed.',
  TooManyOpenFiles: 'Too many files are open on this machine. Nothing was changed; close some programs and try again.',
  VaultFileMissing: 'A file of the vault is not where it was. Connect the disk that it lies on, or restore a back-up; nothing was changed.',
  DiskNotAnswering: 'The disk that a region lies on does not answer, so it was left alone. Check its connection; the region comes back by itself, and nothing was changed.',
} as const

type StorageErrorCode = keyof typeof TEXT

/** A storage error by its code, with the words that say what happened to the data and what to do next. */
export function storageError(code: StorageErrorCode, details?: Readonly<Record<string, string>>, cause?: unknown): ServiceError {
  return new ServiceError(code, TEXT[code], { statusCode: 500, ...(details && { details }), ...(cause !== undefined && { cause }) })
}

const BY_PREFIX: readonly (readonly [prefix: string, code: StorageErrorCode])[] = [
  ['SQLITE_FULL', 'DiskFull'],
  ['SQLITE_BUSY', 'VaultInUse'],
  ['SQLITE_LOCKED', 'VaultInUse'],
  ['SQLITE_CORRUPT', 'VaultDamaged'],
  ['SQLITE_NOTADB', 'VaultDamaged'],
  ['SQLITE_READONLY', 'VaultReadOnly'],
  ['SQLITE_PERM', 'VaultReadOnly'],
  ['SQLITE_CANTOPEN', 'VaultReadOnly'],
  ['SQLITE_IOERR', 'StorageUnavailable'],
  ['ENOSPC', 'DiskFull'],
  ['EDQUOT', 'DiskFull'],
  ['EROFS', 'VaultReadOnly'],
  ['EACCES', 'VaultReadOnly'],
  ['EPERM', 'VaultReadOnly'],
  ['EMFILE', 'TooManyOpenFiles'],
  ['ENFILE', 'TooManyOpenFiles'],
  ['ENOENT', 'VaultFileMissing'],
  ['EIO', 'StorageUnavailable'],
]

/** What SQLite or the file system threw, as a named error; anything else comes back as it is. */
export function toStorageError(thrown: unknown): unknown {
  if (thrown instanceof ServiceError) return thrown
  const systemCode = systemCodeOf(thrown)
  const found = BY_PREFIX.find(([prefix]) => systemCode.startsWith(prefix))
  return found ? storageError(found[1], { reason: systemCode }, thrown) : thrown
}

/** `SQLITE_FULL`, `ENOSPC`… of an error of SQLite or the file system, else an empty text. */
export function systemCodeOf(thrown: unknown): string {
  const code = thrown instanceof Error ? (thrown as Error & { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : ''
}
