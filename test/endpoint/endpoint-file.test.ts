import { chmodSync, chownSync, linkSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEndpointFile, removeEndpointFile, writeEndpointFile } from '../../electron/endpoint/endpoint-file.ts'

let parent: string
let folder: string
let path: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'coffer-endpoint-file-'))
  folder = join(parent, 'run')
  path = join(folder, 'endpoint.json')
})

afterEach(() => rmSync(parent, { recursive: true }))

const modeOf = (of: string): string => (lstatSync(of).mode & 0o777).toString(8)

test('a file is written, read, replaced and removed; only its owner may open it or its folder', async () => {
  expect(await readEndpointFile(path)).toBeNull()
  await writeEndpointFile(path, 'first')
  expect(await readEndpointFile(path)).toBe('first')
  if (process.platform !== 'win32') expect([modeOf(folder), modeOf(path)]).toEqual(['700', '600'])
  await writeEndpointFile(path, 'second')
  expect(await readEndpointFile(path)).toBe('second')
  expect(readdirSync(folder)).toEqual(['endpoint.json'])
  await removeEndpointFile(path)
  await removeEndpointFile(path)
  expect(await readEndpointFile(path)).toBeNull()
})

test.skipIf(process.platform === 'win32')('the modes hold under any umask', async () => {
  const before = process.umask(0)
  try {
    await writeEndpointFile(path, 'text')
  } finally {
    process.umask(before)
  }
  expect([modeOf(folder), modeOf(path)]).toEqual(['700', '600'])
})

describe.skipIf(process.platform === 'win32')('refused, and left as it was', () => {
  const elsewhere = (): string => join(parent, 'elsewhere')
  const makeFolder = (mode = 0o700): void => {
    mkdirSync(folder)
    chmodSync(folder, mode)
  }
  const makeFile = (at: string, mode = 0o600): void => {
    writeFileSync(at, 'theirs')
    chmodSync(at, mode)
  }
  test.each<[string, () => void, string, string]>([
    ['a link in place of the file', () => { makeFolder(); makeFile(elsewhere()); symlinkSync(elsewhere(), path) }, 'is a link', 'elsewhere'],
    ['a link to nowhere', () => { makeFolder(); symlinkSync(elsewhere(), path) }, 'is a link', ''],
    ['a second name of another file', () => { makeFolder(); makeFile(elsewhere()); linkSync(elsewhere(), path) }, 'has another name', 'elsewhere'],
    ['a file that others may read', () => { makeFolder(); makeFile(path, 0o644) }, 'is open to other users', 'run/endpoint.json'],
    ['a file that a group may write', () => { makeFolder(); makeFile(path, 0o620) }, 'is open to other users', 'run/endpoint.json'],
    ['a folder in place of the file', () => { makeFolder(); mkdirSync(path, { mode: 0o700 }) }, 'is not a file', ''],
    ['a folder that others may list', () => { makeFolder(0o755); makeFile(path) }, 'is open to other users', 'run/endpoint.json'],
    ['a folder that others may only enter', () => { makeFolder(0o711) }, 'is open to other users', ''],
    ['a link in place of the folder', () => { mkdirSync(elsewhere(), { mode: 0o700 }); symlinkSync(elsewhere(), folder) }, 'is not a folder of its own', ''],
  ])('%s', async (_name, prepare, reason, kept) => {
    prepare()
    const refusal = expect.objectContaining({ code: 'UnsafeFile', message: expect.stringContaining(` ${reason}, so Coffer neither reads nor replaces it.`) })
    await expect(writeEndpointFile(path, 'secret')).rejects.toEqual(refusal)
    if (reason !== 'is not a file') {
      await readEndpointFile(path).then((text) => expect(text).toBeNull(), (error: unknown) => expect(error).toEqual(refusal))
    }
    if (kept !== '') expect(readFileSync(join(parent, kept), 'utf8')).toBe('theirs')
  })

  test.skipIf(process.getuid?.() !== 0)('a file or folder of another user', async () => {
    await writeEndpointFile(path, 'ours')
    chownSync(path, 65_534, 65_534)
    await expect(writeEndpointFile(path, 'secret')).rejects.toMatchObject({ code: 'UnsafeFile' })
    await expect(readEndpointFile(path)).rejects.toMatchObject({ code: 'UnsafeFile' })
    await expect(removeEndpointFile(path)).rejects.toMatchObject({ code: 'UnsafeFile' })
    chownSync(path, 0, 0)
    chownSync(folder, 65_534, 65_534)
    await expect(writeEndpointFile(path, 'secret')).rejects.toMatchObject({ code: 'UnsafeFile' })
    await expect(readEndpointFile(path)).rejects.toMatchObject({ code: 'UnsafeFile' })
    expect(readFileSync(path, 'utf8')).toBe('ours')
  })
})

test('a file far larger than such files are is not read', async () => {
  await writeEndpointFile(path, 'x'.repeat(100_000))
  await expect(readEndpointFile(path)).rejects.toMatchObject({ code: 'UnsafeFile' })
})

test('no reader sees half a file while it is replaced', async () => {
  await writeEndpointFile(path, 'a'.repeat(20_000))
  const writes = (async () => {
    for (let index = 0; index < 50; index++) await writeEndpointFile(path, (index % 2 === 0 ? 'b' : 'a').repeat(20_000))
  })()
  let isWriting = true
  void writes.finally(() => {
    isWriting = false
  })
  const seen = new Set<string>()
  while (isWriting) seen.add((await readEndpointFile(path)) ?? 'absent')
  await writes
  for (const text of seen) expect(['a'.repeat(20_000), 'b'.repeat(20_000)]).toContain(text)
  expect(seen.size).toBeGreaterThan(0)
})
