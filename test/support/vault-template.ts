import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { startTestCore, TEST_PASSPHRASE } from './test-core.ts'
import { FakeClock } from './test-host.ts'

export const TEMPLATE_USER = 'developer'

export interface VaultTemplate {
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly recoveryCode: string
  /** A copy of the vault's folder, removed with the template; `into` must not exist. */
  copy(into?: string): string
  remove(): void
}

type Call = <N extends OperationName>(operation: N, input: WireInput<N>) => Promise<WireOutput<N>>

/**
 * A vault with a passphrase and a user with an access key, made once in this process, to be copied for each test. The cost
 * of its passphrase is the lowest that Coffer takes.
 */
export async function makeVaultTemplate(fill: (call: Call) => Promise<void> = async () => undefined): Promise<VaultTemplate> {
  const root = mkdtempSync(join(tmpdir(), 'coffer-template-'))
  const template = join(root, 'template')
  // A clock that stands still makes the calibration keep to the floor.
  const test = await startTestCore({ folder: template, overrides: { clock: new FakeClock(Date.now()), passphraseStrength: async () => ({ score: 4, suggestions: [] }) } })
  const { RecoveryCode } = await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await test.call('workbench:CreateUser', { UserName: TEMPLATE_USER })
  const { AccessKey, SecretAccessKey } = await test.call('workbench:CreateAccessKey', { UserName: TEMPLATE_USER })
  await fill(test.call)
  await test.close()
  let copies = 0
  return {
    credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey },
    recoveryCode: RecoveryCode,
    copy(into = join(root, `copy-${(copies += 1)}`)) {
      cpSync(template, into, { recursive: true })
      chmodSync(into, 0o700)
      return into
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
