import { randomUUID } from 'node:crypto'
import { startCore } from '../../electron/core/core.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

export interface OpeningTimes {
  /** Key derivation alone: the price that a guesser pays too. */
  readonly keyDerivationMs: number
  /** From the key to the first page of the list. */
  readonly firstPageMs: number
  /** From the key to the whole list. */
  readonly wholeListMs: number
  readonly summaries: WireOutput<'workbench:ListSecretSummaries'>['Summaries']
}

/** Opens a vault as the window does and fetches the list in pages. */
export async function measureOpening(folder: string, passphrase: string): Promise<OpeningTimes> {
  let keyDerivationMs = 0
  const { systemArgon2id } = await import('../../electron/host/system-argon2.ts')
  const core = await startCore({
    config: { dataDir: folder, version: 'bench', endpoint: { enabled: false, port: 0 }, defaultAccountId: '000000000000', defaultRegion: 'us-east-1' },
    log: SILENT,
    platform: process.platform,
    environment: process.env,
    overrides: {
      argon2id: async (input) => {
        const startedMs = performance.now()
        const key = await systemArgon2id(input)
        keyDerivationMs += performance.now() - startedMs
        return key
      },
    },
  })
  const call = async (operation: string, input: object): Promise<unknown> => {
    const { homeRegion, defaultAccountId } = core.engine.status()
    return core.engine.execute({ door: 'window', principal: { type: 'root', accountId: defaultAccountId }, region: homeRegion, requestId: randomUUID() }, operation, input)
  }
  const startedMs = performance.now()
  await call('workbench:Unlock', { Method: 'passphrase', Passphrase: passphrase })
  const summaries: WireOutput<'workbench:ListSecretSummaries'>['Summaries'][number][] = []
  let firstPageMs = 0
  let NextToken: string | undefined
  do {
    const page = (await call('workbench:ListSecretSummaries', { MaxResults: 5_000, NextToken })) as WireOutput<'workbench:ListSecretSummaries'>
    if (NextToken === undefined) firstPageMs = performance.now() - startedMs - keyDerivationMs
    summaries.push(...page.Summaries)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  const wholeListMs = performance.now() - startedMs - keyDerivationMs
  await core.close()
  return { keyDerivationMs, firstPageMs, wholeListMs, summaries }
}
