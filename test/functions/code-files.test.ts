import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { codeSha256, copyCode } from '../../electron/functions/own/code-files.ts'
import { writeCode } from './support/own-function.ts'

const made: string[] = []
const code = (files: Record<string, string>): string => {
  const folder = writeCode(files)
  made.push(folder)
  return folder
}
const target = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-copy-'))
  made.push(folder)
  return folder
}
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const FILES = { 'b.py': 'b', 'a/one.py': '1', 'a.py': 'a', 'Z.txt': 'z' }

describe('the hash of a function’s code', () => {
  it('of a file is that of its bytes, wherever it lies', async () => {
    const folder = code({ 'rotate.py': 'def handler(): pass' })
    expect(await codeSha256(join(folder, 'rotate.py'))).toBe(createHash('sha256').update('def handler(): pass').digest('hex'))
  })

  it('of a folder is that of what sha256sum prints', async () => {
    const folder = code(FILES)
    const listed = execFileSync('sh', ['-c', "find . -type f | sed 's|^./||' | LC_ALL=C sort | xargs sha256sum | sha256sum"], { cwd: folder, encoding: 'utf8' })
    expect(await codeSha256(folder)).toBe(listed.slice(0, 64))
  })

  it.each<[change: string, act: (folder: string) => void]>([
    ['another byte', (folder) => writeFileSync(join(folder, 'b.py'), 'B')],
    ['another name', (folder) => writeFileSync(join(folder, 'c.py'), '')],
    ['a file gone', (folder) => rmSync(join(folder, 'a', 'one.py'))],
    ['a file in a new folder', (folder) => {
      mkdirSync(join(folder, 'deep'))
      writeFileSync(join(folder, 'deep', 'x'), '')
    }],
  ])('changes with %s', async (_change, act) => {
    const folder = code(FILES)
    const before = await codeSha256(folder)
    act(folder)
    expect(await codeSha256(folder)).not.toBe(before)
  })

  it('leaves out what is never run: byte code, environments, a repository', async () => {
    const folder = code(FILES)
    const before = await codeSha256(folder)
    for (const path of ['__pycache__/a.pyc', 'a/__pycache__/one.pyc', 'x.pyc', '.git/HEAD', '.venv/bin/python', 'env/pyvenv.cfg', 'env/lib/x.py']) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), path)
    }
    expect(await codeSha256(folder)).toBe(before)
    const into = target()
    expect(await copyCode(folder, into)).toBe(before)
    expect(readdirSync(into).sort()).toEqual(['Z.txt', 'a', 'a.py', 'b.py'])
  })

  it('counts what links lead to, and refuses a link that leads in a circle', async () => {
    const outside = code({ 'shared.py': 'shared' })
    const folder = code({ 'a.py': 'a' })
    symlinkSync(join(outside, 'shared.py'), join(folder, 'shared.py'))
    const before = await codeSha256(folder)
    writeFileSync(join(outside, 'shared.py'), 'changed')
    expect(await codeSha256(folder)).not.toBe(before)
    symlinkSync(folder, join(folder, 'loop'))
    await expect(codeSha256(folder)).rejects.toThrow(/loop leads to a folder that it lies in/)
  })
})

describe('the copy that is run', () => {
  it('has the same bytes, is the same code, and cannot be written', async () => {
    const folder = code(FILES)
    chmodSync(join(folder, 'b.py'), 0o755)
    const into = target()
    expect(await copyCode(folder, into)).toBe(await codeSha256(folder))
    expect(readFileSync(join(into, 'a', 'one.py'), 'utf8')).toBe('1')
    expect([statSync(join(into, 'a.py')).mode & 0o777, statSync(join(into, 'b.py')).mode & 0o777]).toEqual([0o400, 0o500])
  })
})

describe('code that is refused', () => {
  it.each<[title: string, path: () => string, words: RegExp]>([
    ['absent', () => '/no/such', /^The code \/no\/such cannot be read \(ENOENT\)\.$/],
    ['an empty folder', target, /is empty/],
    ['an archive', () => join(code({ 'function.zip': 'PK' }), 'function.zip'), /is a zip archive\. Unpack it, and name the folder\.$/],
    ['a device', () => '/dev/null', /neither a file nor a folder/],
    ['a broken link', () => {
      const folder = code(FILES)
      symlinkSync('/no/such', join(folder, 'broken'))
      return folder
    }, /broken cannot be read \(ENOENT\)/],
    ['more than Lambda takes', () => {
      const folder = code({ big: '' })
      truncateSync(join(folder, 'big'), 262_144_001)
      return folder
    }, /larger than 262144000 bytes/],
    ['a name with a line break', () => code({ 'a\nb.py': '' }), /has a line break/],
  ])('%s', async (_title, path, words) => {
    await expect(codeSha256(path())).rejects.toThrow(words)
  })

  describe('as an ordinary user', () => {
    beforeEach(({ skip }) => skip(process.getuid?.() === 0, 'needs an ordinary user'))

    it('a file that cannot be read', async () => {
      const folder = code({ 'a.py': 'a' })
      chmodSync(join(folder, 'a.py'), 0)
      await expect(codeSha256(folder)).rejects.toThrow(/a\.py cannot be read \(EACCES\)/)
    })
  })
})
