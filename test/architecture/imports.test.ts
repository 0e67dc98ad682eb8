import { describe, expect, test } from 'vitest'
import { importViolations, rendererViolations, RULES } from './import-rules.ts'
import { parseSource, readSources } from './source-files.ts'

const sources = readSources('shared', 'electron', 'renderer')

describe('import directions', () => {
  test('every import of every source file stays inside its walls', () => {
    expect(sources.flatMap(importViolations)).toEqual([])
  })

  test('features of the window do not know each other, and what lies below does not know what lies above', () => {
    expect(sources.filter(({ path }) => path.startsWith('renderer/')).flatMap(rendererViolations)).toEqual([])
  })

  test('only the keychain module imports keytar, only the bridge imports an AWS SDK', () => {
    const importers = (pattern: RegExp): string[] => sources.filter(({ imports }) => imports.some(({ specifier }) => pattern.test(specifier))).map(({ path }) => path)
    expect(importers(/^keytar$/).filter((file) => file !== 'electron/host/system-keychain.ts')).toEqual([])
    expect(importers(/^@aws-sdk\//).filter((file) => !file.startsWith('electron/bridge/'))).toEqual([])
  })

  test('the database driver is opened in the storage folder alone', () => {
    const openers = sources.filter(({ imports }) => imports.some(({ specifier, typeOnly }) => specifier === 'better-sqlite3' && !typeOnly))
    expect(openers.map(({ path }) => path).filter((file) => !file.startsWith('electron/engine/storage/'))).toEqual([])
  })

  test('relative imports carry their file’s extension', () => {
    const bare = sources.flatMap(({ path, imports }) => imports.filter(({ file }) => file !== null && !/\.[a-z0-9]+$/.test(file)).map(({ specifier }) => `${path}: ${specifier}`))
    expect(bare).toEqual([])
  })
})

describe('the checker itself', () => {
  const check = (file: string, text: string): readonly string[] => importViolations(parseSource(file, text))

  test.each([
    ['electron/engine/x.ts', "import { app } from 'electron'"],
    ['electron/engine/x.ts', "import net from 'node:net'"],
    ['electron/engine/x.ts', "import { a } from '../host/system-clock.ts'"],
    ['electron/engine/x.ts', "export { a } from '../host/system-clock.ts'"],
    ['electron/engine/x.ts', "const a = await import('../host/system-clock.ts')"],
    ['electron/endpoint/x.ts', "import { createEngine } from '../engine/create-engine.ts'"],
    ['electron/compose.ts', "import { startCore } from './core/core.ts'"],
    ['renderer/x.tsx', "import { readFile } from 'node:fs/promises'"],
    ['shared/x.ts', "import { b } from '../electron/engine/caller.ts'"],
    ['electron/elsewhere/x.ts', "import { a } from './y.ts'"],
  ])('reports %s: %s', (file, text) => {
    expect(check(file, text)).toHaveLength(1)
  })

  test('lets a door import the engine’s types', () => {
    expect(check('electron/endpoint/x.ts', "import type { Engine } from '../engine/engine.ts'")).toEqual([])
  })

  test('no rule’s area is a leftover of a folder that is gone', () => {
    const later = ['electron/functions/', 'electron/bridge/']
    expect(RULES.map(({ area }) => area).filter((area) => !later.includes(area) && !sources.some(({ path }) => path.startsWith(area)))).toEqual([])
  })
})
