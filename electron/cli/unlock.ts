import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { commandScope, scopeOptions } from './command-scope.ts'
import { givenPassphrase } from './passphrase-source.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'
import { KEYCHAIN_TROUBLE, withUnlockAdvice } from './unlock-advice.ts'

type Way = Pick<WireInput<'workbench:Unlock'>, 'Method' | 'Passphrase' | 'RecoveryCode'>
type Slot = WireOutput<'workbench:GetStatus'>['Slots'][number]

interface Wanted {
  readonly keychain: boolean
  readonly recovery: boolean
  readonly passphrase: string | null
}

/** `coffer unlock`: by what is given, else by the keychain, else by asking. */
export async function runUnlock(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      ...scopeOptions,
      'passphrase-file': { type: 'string' },
      keychain: { type: 'boolean' },
      recovery: { type: 'boolean' },
      'accept-older-vault': { type: 'boolean' },
      'new-home-region': { type: 'string' },
    },
  })
  const { address, scope } = commandScope(values, terminal)
  const wanted = { keychain: values.keychain === true, recovery: values.recovery === true, passphrase: givenPassphrase(values['passphrase-file'], terminal) }
  const { State, Slots } = await callCore(address, 'workbench:GetStatus', {}, scope)
  if (State === 'unsealed') {
    terminal.error('The vault is unlocked already.')
    return 0
  }
  const unlock = (way: Way): Promise<WireOutput<'workbench:Unlock'>> => callCore(address, 'workbench:Unlock', { ...way, AcceptOlderVault: values['accept-older-vault'], NewHomeRegion: values['new-home-region'] }, scope)
  const { Warnings } = await unlockBy(wanted, Slots, unlock, terminal).catch((thrown: unknown) => {
    throw withUnlockAdvice(thrown, { isPassphraseGiven: wanted.passphrase !== null || Slots.some(({ Type }) => Type === 'keychain-plus-passphrase') })
  })
  for (const { Message } of Warnings) terminal.error(`coffer: ${Message}`)
  terminal.error('The vault is unlocked.')
  return 0
}

async function unlockBy(wanted: Wanted, slots: readonly Slot[], unlock: (way: Way) => Promise<WireOutput<'workbench:Unlock'>>, terminal: Terminal): Promise<WireOutput<'workbench:Unlock'>> {
  if (wanted.recovery) return unlock({ Method: 'recovery', RecoveryCode: await ask('Recovery code (not shown): ', terminal) })
  if (wanted.keychain) return unlock({ Method: 'keychain' })
  if (wanted.passphrase !== null) return unlock({ Method: 'passphrase', Passphrase: wanted.passphrase })
  const hasPassphrase = slots.some(({ Type }) => Type === 'passphrase' || Type === 'keychain-plus-passphrase')
  if (slots.some(({ Type }) => Type === 'keychain') || !hasPassphrase) {
    try {
      return await unlock({ Method: 'keychain' })
    } catch (thrown) {
      const { code, message } = ServiceError.from(thrown)
      if (!KEYCHAIN_TROUBLE.has(code) || !hasPassphrase || !terminal.inputIsTerminal) throw thrown
      terminal.error(`coffer: ${message}`)
    }
  }
  return unlock({ Method: 'passphrase', Passphrase: await ask('Passphrase (not shown): ', terminal) })
}

async function ask(prompt: string, terminal: Terminal): Promise<string> {
  if (!terminal.inputIsTerminal) throw new UsageError('There is no terminal to ask at. Give the passphrase by COFFER_PASSPHRASE or --passphrase-file.')
  const typed = await terminal.askHidden(prompt, 'line')
  if (typed === '') throw new UsageError('Nothing was typed. The vault stays sealed.')
  return typed
}
