import { isAbsolute } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'

/** A path that names one place whatever the folder of this process is. @throws {ServiceError} InvalidParameterException */
export function requireFilePath(path: string): string {
  if (!isAbsolute(path)) throw new ServiceError('InvalidParameterException', 'Give the whole path of the file, from the root of its disk.')
  return path
}
