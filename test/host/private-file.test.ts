import { chmodSync, chownSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readPrivateFile, removeFile, writePrivateFile } from '../../electron/host/private-file.ts'

let parent: string
let folder: string
let path: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'coffer-private-file-'))
  folder = join(parent, 'run')
  path = join(folder, 'command-line.json')
})

afterEach(() => rmSync(parent, { recursive: true }))

const elsewhere = (): string => join(parent, 'elsewhere')
const modeOf = (of: string): string => (lstatSync(of).mode & 0o777).toString(8)

test('a file is written, read, replaced and removed; only its owner may open it or its folder', () => {
  expect(readPrivateFile(path)).toBeNull()
  writePrivateFile(path, 'first')
  expect(readPrivateFile(path)).toBe('first')
  if (process.platform !== 'win32') expect([modeOf(folder), modeOf(path)]).toEqual(['700', '600'])
  writePrivateFile(path, 'second')
  expect(readPrivateFile(path)).toBe('second')
  expect(readdirSync(folder)).toEqual(['command-line.json'])
  removeFile(path)
  removeFile(path)
  expect(readPrivateFile(path)).toBeNull()
})

test('the modes hold under any umask', ({ skip }) => {
  skip(process.platform === 'win32', 'needs file modes')
  const before = process.umask(0)
  try {
    writePrivateFile(path, 'text')
  } finally {
    process.umask(before)
  }
  expect([modeOf(folder), modeOf(path)]).toEqual(['700', '600'])
})

describe('a name that someone else could have set up', () => {
  beforeEach(({ skip }) => skip(process.platform === 'win32', 'needs file modes'))

  const makeFolder = (mode = 0o700): void => {
    mkdirSync(folder)
    chmodSync(folder, mode)
  }
  const makeFile = (at: string, mode = 0o600): void => {
    writeFileSync(at, 'theirs')
    chmodSync(at, mode)
  }

  test.each<[string, () => void, string]>([
    ['a link', () => { makeFile(elsewhere()); symlinkSync(elsewhere(), path) }, 'is a link'],
    ['a link to nowhere', () => symlinkSync(elsewhere(), path), 'is a link'],
    ['a second name of another file', () => { makeFile(elsewhere()); linkSync(elsewhere(), path) }, 'has another name'],
    ['a file that others may read', () => makeFile(path, 0o644), 'is open to other users'],
    ['a file that a group may write', () => makeFile(path, 0o620), 'is open to other users'],
    ['a file far larger than such files are', () => { writeFileSync(path, 'x'.repeat(100_000), { mode: 0o600 }) }, 'is larger than 65536 bytes'],
  ])('%s is not read; a new file takes its place and the old one keeps its text', (_name, prepare, reason) => {
    makeFolder()
    prepare()
    expect(() => readPrivateFile(path)).toThrow(expect.objectContaining({ code: 'FileNotPrivate', message: `The file ${path} ${reason}, so Coffer does not read it. Remove it and start Coffer again.` }))
    writePrivateFile(path, 'ours')
    expect([readPrivateFile(path), modeOf(path), lstatSync(path).isFile()]).toEqual(['ours', '600', true])
    expect(readFileSafely(elsewhere())).not.toBe('ours')
  })

  test('a folder in place of the file is neither read nor replaced', () => {
    makeFolder()
    mkdirSync(path, { mode: 0o700 })
    expect(() => readPrivateFile(path)).toThrow(expect.objectContaining({ code: 'FileNotPrivate' }))
    expect(() => writePrivateFile(path, 'ours')).toThrow()
    expect(readdirSync(folder)).toEqual(['command-line.json'])
  })

  test.each<[string, () => void]>([
    ['a folder that others may list', () => makeFolder(0o755)],
    ['a folder that others may only enter', () => makeFolder(0o711)],
    ['a link in place of the folder', () => { mkdirSync(elsewhere(), { mode: 0o700 }); symlinkSync(elsewhere(), folder) }],
  ])('nothing is written into %s', (_name, prepare) => {
    prepare()
    expect(() => writePrivateFile(path, 'ours')).toThrow(expect.objectContaining({ code: 'FolderNotPrivate' }))
    expect(readdirSync(folder)).toEqual([])
  })

  test('a file of another user is not read, a folder of another user is not written into', ({ skip }) => {
    skip(process.getuid?.() !== 0, 'needs root')
    writePrivateFile(path, 'ours')
    chownSync(path, 65_534, 65_534)
    expect(() => readPrivateFile(path)).toThrow(expect.objectContaining({ code: 'FileNotPrivate', message: expect.stringContaining('belongs to another user') }))
    chownSync(path, 0, 0)
    chownSync(folder, 65_534, 65_534)
    expect(() => writePrivateFile(path, 'secret')).toThrow(expect.objectContaining({ code: 'FolderNotPrivate' }))
    expect(readFileSync(path, 'utf8')).toBe('ours')
  })
})

function readFileSafely(at: string): string | null {
  try {
    return readFileSync(at, 'utf8')
  } catch {
    return null
  }
}
