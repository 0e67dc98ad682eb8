import { lookup } from 'node:dns/promises'
import { isOn } from '../../../shared/rotation/password-rules.ts'
import type { FunctionSettings } from '../function-settings.ts'
import type { DatabaseSecret } from './database-secret.ts'
import type { Session } from './adapter.ts'

type Place = Pick<DatabaseSecret, 'host' | 'port'>

/** Whether two secrets name one server: equal names, or names with an address in common (`localhost` and `127.0.0.1`), and equal ports. */
export async function isSamePlace(a: Place, b: Place): Promise<boolean> {
  if (a.port !== b.port) return false
  if (a.host.toLowerCase() === b.host.toLowerCase()) return true
  const [ofA, ofB] = await Promise.all([addresses(a.host), addresses(b.host)])
  return ofA.some((address) => ofB.includes(address))
}

/**
 * Whether two open logins are on one server, which AWS's functions tell by equal host names alone: by place, else by what the
 * servers say of themselves, else because the user said so (setting SAME_SERVER).
 */
export async function isSameServer(a: { readonly place: Place; readonly session: Session }, b: { readonly place: Place; readonly session: Session }, settings: FunctionSettings): Promise<boolean> {
  if (await isSamePlace(a.place, b.place)) return true
  const [ofA, ofB] = [await a.session.identity(), await b.session.identity()]
  if (ofA !== null && ofA === ofB) return true
  return isOn(settings, 'SAME_SERVER', false)
}

async function addresses(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    return []
  }
}
