import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { build } from '../../scripts/build.mjs'
import { launchCoffer } from '../app/support/launch.ts'
import { type FrameGaps, readFrameGaps, watchFrames } from './frame-gaps.ts'
import { seededName, seedVault } from './seed-vault.ts'
import { startServe } from './serve-process.ts'
import { readWindowTasks, recordTasks, type WindowTasks } from './window-tasks.ts'

const TARGETS = ['eu-west-1', 'ap-south-1'] as const
const CALLERS = 16
const POLL_MS = 250
const OPEN_TIMEOUT_MS = 120_000

export interface WindowReplicationFigures {
  /** From the first call to the last replica in sync, both regions. */
  readonly allMs: number
  /** With the list of secrets in view. */
  readonly list: FrameGaps
  readonly tasks: WindowTasks
  /** With nothing to do, before: what the machine itself costs. */
  readonly idle: FrameGaps
}

/** Replicates `count` secrets to two regions in the real app, its window open on the list of secrets, and watches the window's frames. */
export async function measureReplicationInWindow(home: string, passphrase: string, count: number): Promise<WindowReplicationFigures> {
  const vault = join(home, 'user-data', 'vault')
  const address = socketAddress(vault, process.platform, process.env)
  const serve = await startServe(vault, passphrase)
  await seedVault(vault, count)
  await serve.stop()
  await build()
  const coffer = await launchCoffer({ home, keyring: 'none' })
  try {
    const { page } = coffer
    page.setDefaultTimeout(OPEN_TIMEOUT_MS)
    await page.getByRole('textbox', { name: 'Passphrase' }).fill(passphrase)
    await page.keyboard.press('Enter')
    await page.waitForFunction((shown) => document.querySelector('main h1 + span')?.textContent === shown, count.toLocaleString('en'))
    const idle = await framesWhile(page, () => new Promise((resolve) => setTimeout(resolve, 3_000)))
    await recordTasks(coffer.app)
    const startedMs = performance.now()
    const list = await framesWhile(page, async () => {
      let next = 0
      const replicate = async (): Promise<void> => {
        while (next < count) await callCore(address, 'secretsmanager:ReplicateSecretToRegions', { SecretId: seededName(next++), AddReplicaRegions: TARGETS.map((Region) => ({ Region })) })
      }
      await Promise.all(Array.from({ length: CALLERS }, replicate))
      for (;;) {
        const { Targets } = await callCore(address, 'workbench:ListReplication', { MaxResults: 1 })
        if (Targets.length === TARGETS.length && Targets.every(({ PendingCount }) => PendingCount === 0)) return
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    })
    return { allMs: performance.now() - startedMs, list, tasks: await readWindowTasks(coffer.app), idle }
  } finally {
    await coffer.close()
    rmSync(home, { recursive: true, force: true })
  }
}

async function framesWhile(page: Page, run: () => Promise<unknown>): Promise<FrameGaps> {
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  await watchFrames(page)
  await run()
  return readFrameGaps(page)
}
