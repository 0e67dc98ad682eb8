import { randomUUID } from 'node:crypto'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import type { Core } from '../core/core.ts'
import type { Terminal } from './terminal.ts'

const FIRST_USER = 'developer'

export interface FirstIdentity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Unlocks the vault, or makes it with a first user; returns that user's access key. */
export async function openForServing(core: Core, passphrase: string | null, terminal: Terminal): Promise<FirstIdentity | null> {
  const status = core.engine.status()
  if (status.state === 'unsealed') return null
  if (status.state === 'sealed') {
    const method = passphrase === null ? { Method: 'keychain' as const } : { Method: 'passphrase' as const, Passphrase: passphrase }
    const { Warnings } = await execute(core, 'workbench:Unlock', method)
    for (const warning of Warnings) terminal.error(`coffer: ${warning.Message}`)
    return null
  }
  const created = await execute(
    core,
    'workbench:CreateVault',
    passphrase === null ? { Protection: 'keychain' } : { Protection: 'passphrase', Passphrase: passphrase },
  )
  // A recovery code must not end in a log: only a person at a terminal sees it.
  if (terminal.isInteractive) terminal.error(`coffer: new vault. Keep this recovery code on paper, it is shown once: ${created.RecoveryCode}`)
  else terminal.error('coffer: new vault. Make a recovery kit for it in the app: Settings, Vault, Renew recovery kit.')
  await execute(core, 'workbench:CreateUser', { UserName: FIRST_USER })
  const { AccessKey, SecretAccessKey } = await execute(core, 'workbench:CreateAccessKey', { UserName: FIRST_USER, Description: 'Made by coffer serve' })
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey }
}

function execute<N extends OperationName>(core: Core, operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
  const { homeRegion, defaultAccountId } = core.engine.status()
  return core.engine.execute(
    { door: 'cli', principal: { type: 'root', accountId: defaultAccountId }, region: homeRegion, requestId: randomUUID() },
    operation,
    input,
  ) as Promise<never>
}
