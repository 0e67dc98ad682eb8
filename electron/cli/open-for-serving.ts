import { randomUUID } from 'node:crypto'
import { isAwsRegion, partitionOf } from '../../shared/arn.ts'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import type { Core } from '../core/core.ts'
import { UsageError, type Terminal } from './terminal.ts'
import { withUnlockAdvice } from './unlock-advice.ts'

const FIRST_USER = 'developer'

export interface FirstIdentity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface Opening {
  readonly passphrase: string | null
  readonly acceptOlderVault: boolean
  /** The region whose store takes the place of a lost home region's. */
  readonly newHomeRegion: string | undefined
  /** What was asked for by name; a vault that exists must have it already. */
  readonly region: string | undefined
  readonly account: string | undefined
}

/**
 * Unlocks the vault, or makes it with a first user; returns that user's access key.
 * @throws ServiceError from unlocking or making it; UsageError when an existing vault is not the one that was described
 */
export async function openForServing(core: Core, opening: Opening, terminal: Terminal): Promise<FirstIdentity | null> {
  try {
    if (core.engine.status().state === 'absent') return await makeVault(core, opening.passphrase, terminal)
    await unlockVault(core, opening, terminal)
  } catch (thrown) {
    throw withUnlockAdvice(thrown, { isPassphraseGiven: opening.passphrase !== null })
  }
  requireAsDescribed(core, opening)
  return null
}

async function unlockVault(core: Core, { passphrase, acceptOlderVault, newHomeRegion }: Opening, terminal: Terminal): Promise<void> {
  const method = passphrase === null ? { Method: 'keychain' as const } : { Method: 'passphrase' as const, Passphrase: passphrase }
  const { Warnings } = await execute(core, 'workbench:Unlock', { ...method, AcceptOlderVault: acceptOlderVault, NewHomeRegion: newHomeRegion })
  for (const warning of Warnings) terminal.error(`coffer: ${warning.Message}`)
}

async function makeVault(core: Core, passphrase: string | null, terminal: Terminal): Promise<FirstIdentity> {
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

/** Programs sign for a region and name an account: serving others than were asked for would puzzle every one of them. */
function requireAsDescribed(core: Core, { region, account }: Opening): void {
  const { regions, homeRegion, defaultAccountId } = core.engine.status()
  const isPossible = region === undefined || regions.includes(region) || (isAwsRegion(region) && partitionOf(region) === partitionOf(homeRegion))
  if (!isPossible) throw new UsageError(`This vault can have no region ${region}. It has: ${regions.join(', ')}. Leave --region out, or choose one of AWS's regions.`)
  if (account !== undefined && account !== defaultAccountId) throw new UsageError(`This vault's account is ${defaultAccountId}, not ${account}. Leave --account out, or use another --vault.`)
}

function execute<N extends OperationName>(core: Core, operation: N, input: WireInput<N>): Promise<WireOutput<N>> {
  const { homeRegion, defaultAccountId } = core.engine.status()
  return core.engine.execute(
    { door: 'cli', principal: { type: 'root', accountId: defaultAccountId }, region: homeRegion, requestId: randomUUID() },
    operation,
    input,
  ) as Promise<never>
}
