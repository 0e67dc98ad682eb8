import { parseArgs } from 'node:util'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import type { Terminal } from './terminal.ts'

type Status = WireOutput<'workbench:GetStatus'>

const SLOT_WORDS = { keychain: 'keychain', passphrase: 'passphrase', recovery: 'recovery code', 'keychain-plus-passphrase': 'keychain and passphrase together' } as const
const LABEL_WIDTH = 10

/** `coffer status`: the state of the running Coffer's vault and endpoint. */
export async function runStatus(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: scopeOptions })
  const { address, scope } = commandScope(values, terminal)
  const status = await callCore(address, 'workbench:GetStatus', {}, scope)
  if (values.json === true) terminal.out(JSON.stringify(status, null, 2))
  else for (const [label, text] of statusLines(status)) terminal.out(`${label.padEnd(LABEL_WIDTH)}${text}`)
  return 0
}

function statusLines(status: Status): readonly (readonly [label: string, text: string])[] {
  const { State, DataFolder, Region, Regions, AccountId, Slots, Endpoint, UnlockWaitSeconds, Warnings, Version } = status
  return [
    ['Coffer', `${Version} is running`],
    ['Vault', `${State}, in ${DataFolder}`],
    ...(Region === undefined ? [] : [['Region', [Region, ...Regions.filter((region) => region !== Region)].join(', ')] as const]),
    ...(AccountId === undefined ? [] : [['Account', AccountId] as const]),
    ...(Slots.length === 0 ? [] : [['Opens by', [...new Set(Slots.map(({ Type }) => SLOT_WORDS[Type]))].join(', ')] as const]),
    ...(UnlockWaitSeconds === undefined ? [] : [['Wait', `the next attempt to unlock is taken in ${UnlockWaitSeconds} seconds`] as const]),
    ['Endpoint', Endpoint.State === 'on' ? `on at ${Endpoint.Url ?? Endpoint.SocketPath ?? ''}` : (Endpoint.Reason ?? Endpoint.State)],
    ...Warnings.map(({ Message }) => ['Warning', Message] as const),
  ]
}
