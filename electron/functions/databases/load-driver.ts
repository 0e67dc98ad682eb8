import { RotationFailure } from '../rotation-failure.ts'

/** Loads a database's driver when it is first needed. @throws RotationFailure Runtime.ImportModuleError */
export async function loadDriver<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)
    throw new RotationFailure('Runtime.ImportModuleError', `The driver ${name} cannot be loaded: ${reason}`)
  }
}
