import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startMoto, type PeerServer } from '../../bench/moto-server.ts'
import { startServing, type Serving } from '../../cli/support/coffer-process.ts'
import { missingProgram, runAwsProgram } from '../../endpoint/support/python-clients.ts'
import { TEST_PASSPHRASE, TEST_REGION } from '../../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../../support/vault-template.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const RUN = fileURLToPath(new URL('run.py', import.meta.url))
const TABLE = new URL('differences.md', import.meta.url)
const noMoto = missingProgram('python3', ['-c', 'import moto.server'])

/** The name of each test, and null or why it failed. */
type Outcomes = Readonly<Record<string, string | null>>

let template: VaultTemplate
let serving: Serving
let moto: PeerServer | null = null
let byMoto: Outcomes = {}
let byCoffer: Outcomes = {}
beforeAll(async () => {
  if (noMoto !== null) return
  template = await makeVaultTemplate()
  serving = await startServing(['--vault', template.copy(), '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  moto = await startMoto()
  if (moto === null) throw new Error('moto’s server did not start')
  const { accessKeyId, secretAccessKey } = template.credentials
  ;[byMoto, byCoffer] = await Promise.all([
    outcomes(moto.port, 'an-access-key', 'a-secret'),
    outcomes(Number(new URL(serving.ready.endpoint).port), accessKeyId, secretAccessKey),
  ])
})
afterAll(async () => {
  moto?.stop()
  await serving?.end()
  template?.remove()
})

async function outcomes(port: number, accessKeyId: string, secretAccessKey: string): Promise<Outcomes> {
  const { stdout, stderr } = await runAwsProgram('python3', ['-B', RUN], port, {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: TEST_REGION,
    PYTHONIOENCODING: 'utf-8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Outcomes
}

const failed = (all: Outcomes): Outcomes => Object.fromEntries(Object.entries(all).filter(([, why]) => why !== null))

/** The tests that the table has a row for; every cell of a row says something. */
function tableRows(): readonly string[] {
  const rows = readFileSync(TABLE, 'utf8').split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim())
    if (cells.length !== 5 || cells.includes('')) throw new Error(`a row of the table is not whole: ${row}`)
    return (cells[0] ?? '').replaceAll('`', '')
  })
}

describe('one suite of Python tests, against moto’s server and against Coffer', () => {
  beforeEach(({ skip }) => skip(noMoto !== null, 'needs moto'))

  it('runs the same tests against both', () => {
    expect(Object.keys(byCoffer)).toEqual(Object.keys(byMoto))
    expect(Object.keys(byCoffer).length).toBeGreaterThan(200)
  })

  it('finds Coffer as AWS documents it, in every test', () => {
    expect(failed(byCoffer)).toEqual({})
  })

  it('finds moto different where the table of differences says so, and nowhere else', () => {
    const listed = tableRows()
    const unlisted = Object.entries(failed(byMoto)).filter(([test]) => !listed.includes(test))
    const gone = listed.filter((test) => byMoto[test] === null || byMoto[test] === undefined)
    expect({ unlisted, gone }).toEqual({ unlisted: [], gone: [] })
    expect(new Set(listed).size).toBe(listed.length)
  })
})
