import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const PROGRAM = join(import.meta.dirname, 'rotating-process.ts')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coffer-killed-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly VersionIdsToStages: Readonly<Record<string, readonly string[]>>
  readonly History: readonly { readonly VersionId: string; readonly Outcome: string; readonly Steps: readonly { readonly Step: string; readonly Status: string; readonly ErrorType?: string }[] }[]
  readonly isLive: boolean
  readonly isNew: boolean
}

/** Runs the program until it stands still, where it is killed with SIGKILL, or until it has ended. */
function runProgram(halt: string): Promise<{ readonly said: string; readonly signal: string | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--experimental-strip-types', PROGRAM, folder, halt], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_NO_WARNINGS: '1' } })
    let said = ''
    let complaints = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('HALTED\n')) child.kill('SIGKILL')
    })
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    child.on('exit', (code, signal) => (code === 0 || signal === 'SIGKILL' ? resolve({ said, signal }) : reject(new Error(complaints))))
  })
}

function tokenIn(said: string): string {
  return /^TOKEN (\S+)$/m.exec(said)?.[1] ?? ''
}

function endIn(said: string): Ended {
  return JSON.parse(/^ENDED (.*)$/m.exec(said)?.[1] ?? 'null') as Ended
}

describe('a process that is killed in a rotation', () => {
  test.each(['probe', 'before:createSecret', 'after:createSecret', 'before:setSecret', 'after:setSecret', 'before:testSecret', 'after:testSecret', 'before:finishSecret', 'after:finishSecret'])(
    'at %s goes on with the same version at the next start, and one password is live',
    async (halt) => {
      const killed = await runProgram(halt)
      expect(killed.signal).toBe('SIGKILL')
      const token = tokenIn(killed.said)
      const { said } = await runProgram('')
      const ended = endIn(said)
      expect(ended).toMatchObject({ isLive: true, isNew: true })
      expect(Object.values(ended.VersionIdsToStages)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']])
      expect(ended.VersionIdsToStages[token]).toEqual(['AWSCURRENT'])
      expect(ended.History).toMatchObject([{ VersionId: token, Outcome: 'succeeded' }])
      const steps = ended.History[0]?.Steps ?? []
      const interrupted = steps.filter(({ ErrorType }) => ErrorType === 'Interrupted').map(({ Step }) => Step)
      expect(interrupted).toEqual(halt === 'probe' ? [] : [halt.split(':')[1]])
      expect(steps.slice(-4).map(({ Step, Status }) => `${Step} ${Status}`)).toEqual(['createSecret succeeded', 'setSecret succeeded', 'testSecret succeeded', 'finishSecret succeeded'])
    },
  )

  test('again and again, still goes on with the same version', async () => {
    const first = await runProgram('after:createSecret')
    for (const halt of ['before:setSecret', 'after:setSecret', 'after:setSecret', 'before:finishSecret', 'after:finishSecret']) expect((await runProgram(halt)).signal).toBe('SIGKILL')
    const ended = endIn((await runProgram('')).said)
    expect(ended).toMatchObject({ isLive: true, isNew: true, History: [{ VersionId: tokenIn(first.said), Outcome: 'succeeded' }] })
  })
})
