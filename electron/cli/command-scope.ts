import { resolve } from 'node:path'
import { isAccountId, isRegionName } from '../../shared/arn.ts'
import { defaultDataFolder } from '../host/data-folder.ts'
import { socketAddress, type SocketAddress } from './socket-address.ts'
import type { CallScope } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

/** The options that every command but `serve` has, for `parseArgs`. */
export const scopeOptions = {
  vault: { type: 'string' },
  account: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
} as const

interface ScopeValues {
  readonly vault?: string | undefined
  readonly account?: string | undefined
  readonly region?: string | undefined
}

/** The folder of the vault that a command means. */
export function vaultFolder(values: Pick<ScopeValues, 'vault'>, terminal: Terminal): string {
  return resolve(values.vault ?? terminal.environment['COFFER_VAULT'] ?? defaultDataFolder(terminal.platform, terminal.environment))
}

/** The running core to speak to, and the account and region to act in. */
export function commandScope(values: ScopeValues, terminal: Terminal): { readonly address: SocketAddress; readonly scope: CallScope } {
  checkScope(values)
  const address = socketAddress(vaultFolder(values, terminal), terminal.platform, terminal.environment)
  return {
    address,
    scope: {
      ...(values.account === undefined ? {} : { accountId: values.account }),
      ...(values.region === undefined ? {} : { region: values.region }),
    },
  }
}

export function checkScope(values: Pick<ScopeValues, 'account' | 'region'>): void {
  if (values.account !== undefined && !isAccountId(values.account)) throw new UsageError('--account takes the twelve digits of an account id.')
  if (values.region !== undefined && !isRegionName(values.region)) throw new UsageError('--region takes a region name such as eu-central-1.')
}

/** The one word that a command needs, such as the secret's name. */
export function oneWord(positionals: readonly string[], what: string): string {
  const [word, ...more] = positionals
  if (word === undefined || more.length > 0) throw new UsageError(`Give one ${what}.`)
  return word
}
