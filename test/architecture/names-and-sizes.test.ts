import { describe, expect, test } from 'vitest'
import { catalog } from '../../shared/operations/catalog.ts'
import { pathsBelow, readSources } from './source-files.ts'

const MAX_FILE_LINES = 300
const MAX_OPERATION_FILE_LINES = 120
const sources = readSources('shared', 'electron', 'renderer')
const everything = ['shared', 'electron', 'renderer', 'scripts', 'test'].flatMap(pathsBelow)

/** `secretsmanager:PutSecretValue` -> `put-secret-value.ts`. */
function operationFile(operation: string): string {
  const name = operation.split(':')[1] ?? ''
  return `${name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()}.ts`
}

describe('names', () => {
  test('no file or folder has a name that accepts anything', () => {
    const vague = /^(utils?|helpers?|commons?|managers?|libs?|misc|stuff|services?)$/
    const offending = everything.filter((file) => file.split('/').some((part) => vague.test(part.replace(/\.[a-z.]+$/, ''))))
    expect(offending).toEqual([])
  })

  test('files are named in kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|spec|d|config))?\.(ts|tsx|mts|mjs)$/
    const code = everything.filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file))
    expect(code.filter((file) => !kebab.test(file.split('/').at(-1) ?? ''))).toEqual([])
  })

  test('nothing is exported by default', () => {
    expect(sources.filter(({ hasDefaultExport }) => hasDefaultExport).map(({ path }) => path)).toEqual([])
  })

  test('no file passes another file’s exports on', () => {
    expect(sources.filter(({ hasReExport }) => hasReExport).map(({ path }) => path)).toEqual([])
  })
})

describe('sizes', () => {
  test(`no source file is longer than ${MAX_FILE_LINES} lines`, () => {
    expect(sources.filter(({ lineCount }) => lineCount > MAX_FILE_LINES).map(({ path, lineCount }) => `${path}: ${lineCount}`)).toEqual([])
  })

  test(`no operation’s file is longer than ${MAX_OPERATION_FILE_LINES} lines`, () => {
    const names = new Set(Object.keys(catalog).map(operationFile))
    const handlers = sources.filter(({ path }) => path.startsWith('electron/engine/') && names.has(path.split('/').at(-1) ?? ''))
    expect(handlers.length).toBeGreaterThan(0)
    expect(handlers.filter(({ lineCount }) => lineCount > MAX_OPERATION_FILE_LINES).map(({ path, lineCount }) => `${path}: ${lineCount}`)).toEqual([])
  })
})
