import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { build } from '../../scripts/build.mjs'
import { launchCoffer } from '../app/support/launch.ts'
import { embeddedPostgres, startPostgres } from '../databases/support/postgres-server.ts'
import { readFrameGaps, watchFrames } from './frame-gaps.ts'
import { startServe } from './serve-process.ts'

const POLL_MS = 50

export interface RotationFigures {
  readonly rotations: number
  readonly perMinute: number
  /** The longest time between two frames of the window meanwhile, in milliseconds; null without the app. */
  readonly longestFrameMs: number | null
}

/** Rotates `count` users of a real PostgreSQL, eight at a time as the engine does, in the real app with its window open; `withApp` false: in `coffer serve`. */
export async function measureRotations(home: string, passphrase: string, count: number, withApp: boolean): Promise<RotationFigures> {
  const vault = join(home, 'user-data', 'vault')
  const server = await startPostgres(embeddedPostgres())
  const address = socketAddress(vault, process.platform, process.env)
  try {
    const names = Array.from({ length: count }, (_, index) => `bench_${index}`)
    await server.sql(names.map((name) => `CREATE ROLE ${name} LOGIN PASSWORD 'first-Pass-1'`).join(';'))
    const serve = await startServe(vault, passphrase)
    let functionArn = ''
    for (const username of names) {
      const { ARN } = await callCore(address, 'secretsmanager:CreateSecret', { Name: username, ClientRequestToken: randomUUID(), SecretString: JSON.stringify({ engine: 'postgres', host: '127.0.0.1', port: server.port, ssl: false, username, password: 'first-Pass-1' }) })
      const [, , , region, account] = ARN.split(':')
      functionArn = `arn:aws:lambda:${region}:${account}:function:builtin-postgres-single`
    }
    const rotateAll = async (): Promise<number> => {
      const startedMs = performance.now()
      await Promise.all(names.map((SecretId) => callCore(address, 'secretsmanager:RotateSecret', { SecretId, ClientRequestToken: randomUUID(), RotationLambdaARN: functionArn, RotationRules: { AutomaticallyAfterDays: 30 } })))
      for (;;) {
        const { Rotations } = await callCore(address, 'workbench:ListRotations', {})
        if (Rotations.some(({ State }) => State === 'retrying' || State === 'failed' || State === 'postponed')) throw new Error('A rotation of the bench failed')
        if (Rotations.every(({ State }) => State === undefined)) return performance.now() - startedMs
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    }
    if (!withApp) {
      const tookMs = await rotateAll()
      await serve.stop()
      return { rotations: count, perMinute: (count * 60_000) / tookMs, longestFrameMs: null }
    }
    await serve.stop()
    await build()
    const coffer = await launchCoffer({ home, keyring: 'none' })
    try {
      const { page } = coffer
      const field = page.getByRole('textbox', { name: 'Passphrase' })
      await field.fill(passphrase)
      await page.keyboard.press('Enter')
      await page.waitForFunction((shown) => document.querySelector('main h1 + span')?.textContent === shown, count.toLocaleString('en'))
      await watchFrames(page)
      const tookMs = await rotateAll()
      const { longestMs: longestFrameMs } = await readFrameGaps(page)
      return { rotations: count, perMinute: (count * 60_000) / tookMs, longestFrameMs }
    } finally {
      await coffer.close()
    }
  } finally {
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
}
