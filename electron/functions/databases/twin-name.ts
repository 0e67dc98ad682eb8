import type { FunctionSettings } from '../function-settings.ts'
import { valueError } from '../rotation-failure.ts'
import { PROFILES, type EngineName } from './engine-profile.ts'
import { nameInQuotes } from './oracle-text.ts'

/**
 * The other user name of the alternating-users strategy: a name that ends in the suffix loses it, any other gets it. Oracle's
 * result is upper-cased, and its suffix compared as it stands; a name in quotes keeps them and its case. The limit comes from the
 * setting USERNAME_CHARACTER_LIMIT first.
 * @throws RotationFailure ValueError when the name gets too long, or nothing is left of it
 */
export function twinName(engine: EngineName, username: string, settings: FunctionSettings): string {
  if (engine !== 'oracle') return otherName(engine, username, settings)
  const inQuotes = nameInQuotes(username)
  return inQuotes === null ? otherName(engine, username, settings).toUpperCase() : `"${otherName(engine, inQuotes, settings)}"`
}

function otherName(engine: EngineName, username: string, settings: FunctionSettings): string {
  const { twinSuffix, nameLimit } = PROFILES[engine]
  if (username.endsWith(twinSuffix)) {
    const rest = username.slice(0, -twinSuffix.length)
    if (rest === '') throw valueError(`Invalid username, username must not be empty after ${twinSuffix} suffix is removed`)
    return rest
  }
  const twin = `${username}${twinSuffix}`
  const chosen = settings('USERNAME_CHARACTER_LIMIT')
  if (chosen !== null && !/^[1-9]\d{0,3}$/.test(chosen)) throw valueError(`USERNAME_CHARACTER_LIMIT must be a whole number from 1 to 9999, not ${chosen}.`)
  const limit = chosen === null ? nameLimit : { length: Number(chosen), unit: 'characters' as const }
  if (limit === null) return twin
  const length = limit.unit === 'bytes' ? Buffer.byteLength(twin) : [...twin].length
  // A name that the server would cut is another user's, or nobody's. AWS counts characters; PostgreSQL cuts at bytes.
  if (length > limit.length) throw valueError(`Unable to clone user, username length with ${twinSuffix} appended would exceed ${limit.length} characters`)
  return twin
}
