import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { CodeCopies, type CodeCopy } from '../../electron/functions/own/code-copies.ts'
import { codeSha256 } from '../../electron/functions/own/code-files.ts'
import { writeCode } from './support/own-function.ts'

const made: string[] = []
const code = (files: Record<string, string>): string => {
  const folder = writeCode(files)
  made.push(folder)
  return folder
}
const copiesHere = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`coffer-function-code-${process.pid}-`))
const taken = async (copies: CodeCopies, folder: string): Promise<CodeCopy> => {
  const copy = await copies.take('python', folder, await codeSha256(folder))
  if (copy === null) throw new Error('The code was not taken')
  return copy
}
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

describe('copies of agreed code', () => {
  it('are made once for code that stays the same, read-only, and anew when it changes', async () => {
    const copies = new CodeCopies()
    const folder = code({ 'lib/a.py': 'one' })
    const first = await taken(copies, folder)
    const second = await taken(copies, folder)
    expect(second.taskRoot).toBe(first.taskRoot)
    expect([statSync(first.taskRoot).mode & 0o777, statSync(join(first.taskRoot, 'lib')).mode & 0o777, statSync(join(first.taskRoot, 'lib', 'a.py')).mode & 0o777]).toEqual([0o500, 0o500, 0o400])
    const agreed = await codeSha256(folder)
    writeFileSync(join(folder, 'lib', 'a.py'), 'two')
    expect(await copies.take('python', folder, agreed)).toBeNull()
    expect(readFileSync(join(first.taskRoot, 'lib', 'a.py'), 'utf8')).toBe('one')
    expect((await taken(copies, folder)).taskRoot).not.toBe(first.taskRoot)
    await copies.close()
    expect(copiesHere()).toEqual([])
  })

  it('of one file are told apart by its name, which its hash does not tell', async () => {
    const copies = new CodeCopies()
    const folder = code({ 'a.py': 'same', 'b.py': 'same' })
    const [first, second] = [await taken(copies, join(folder, 'a.py')), await taken(copies, join(folder, 'b.py'))]
    expect([readdirSync(first.taskRoot), readdirSync(second.taskRoot)]).toEqual([['a.py'], ['b.py']])
    await copies.close()
  })

  it('are four at most, but for those that run', async () => {
    const copies = new CodeCopies()
    const running = await taken(copies, code({ 'x.py': 'runs' }))
    for (let number = 0; number < 8; number += 1) (await taken(copies, code({ 'x.py': String(number) }))).release()
    await vi.waitFor(() => expect(copiesHere()).toHaveLength(4))
    expect(existsSync(running.taskRoot)).toBe(true)
    running.release()
    await copies.close()
    expect(copiesHere()).toEqual([])
  })

  it('that two runs make at once are both removed in the end', async () => {
    const copies = new CodeCopies()
    const folder = code({ 'x.py': 'twice' })
    const both = await Promise.all([taken(copies, folder), taken(copies, folder)])
    for (const { taskRoot } of both) expect(existsSync(taskRoot)).toBe(true)
    both.forEach((copy) => copy.release())
    await copies.close()
    expect(copiesHere()).toEqual([])
  })

  it('of a process that was killed are removed by the next', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const left = join(tmpdir(), `coffer-function-code-${pid}-abcdef`)
    const alive = join(tmpdir(), `coffer-function-run-${process.ppid}-abcdef`)
    made.push(alive)
    for (const folder of [left, alive]) mkdirSync(join(folder, 'locked'), { recursive: true, mode: 0o500 })
    const copies = new CodeCopies()
    await taken(copies, code({ 'x.py': 'next' }))
    expect([existsSync(left), existsSync(alive)]).toEqual([false, true])
    await copies.close()
  })
})
