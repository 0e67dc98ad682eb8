import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { runCommand, type CommandRun, type TypedCommand } from '../../cli/support/recording-terminal.ts'
import { runAwsProgram, type ProgramResult } from '../../endpoint/support/python-clients.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../../support/test-core.ts'

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** A core with its endpoint on, a user, and a folder for functions with the SDK's packages above it. */
export interface RotationVault {
  readonly test: TestCore
  readonly url: string
  /** A folder of a function that is not there yet. */
  folder(name: string): string
  coffer(words: readonly string[], more?: TypedCommand): Promise<CommandRun>
  /** The AWS CLI with the user's keys. */
  aws(...words: readonly string[]): Promise<ProgramResult>
  /** Waits until a rotation of the secret has ended or failed, and says how. */
  settled(secretId: string): Promise<WireOutput<'workbench:GetRotation'>>
  close(): Promise<void>
}

export async function openRotationVault(): Promise<RotationVault> {
  const test = await startTestCore({ environment: { PATH: process.env['PATH'] } })
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await test.call('workbench:CreateUser', { UserName: 'developer' })
  const { AccessKey, SecretAccessKey } = await test.call('workbench:CreateAccessKey', { UserName: 'developer' })
  const { url = '' } = await test.core.endpoint.set({ enabled: true })
  const root = mkdtempSync(join(tmpdir(), 'coffer-functions-'))
  symlinkSync(MODULES, join(root, 'node_modules'))
  mkdirSync(join(root, 'own'))
  return {
    test,
    url,
    folder: (name) => join(root, 'own', name),
    coffer: (words, more) => runCommand([...words, '--vault', test.folder], more),
    aws: (...words) => runAwsProgram('aws', words, Number(new URL(url).port), { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: SecretAccessKey, AWS_DEFAULT_REGION: TEST_REGION }),
    async settled(SecretId) {
      return vi.waitFor(
        async () => {
          const rotation = await test.call('workbench:GetRotation', { SecretId })
          if (rotation.Active !== undefined && rotation.Active.FailedTries === 0) throw new Error('The rotation still runs')
          return rotation
        },
        { timeout: 120_000, interval: 100 },
      )
    },
    async close() {
      await test.close()
      rmSync(root, { recursive: true, force: true })
    },
  }
}
