import { describe, expect, test } from 'vitest'
import { dottedName, nodesOf, parseSource, readSources } from './source-files.ts'
import type { Node, SourceFile } from './source-files.ts'

const sources = readSources('shared', 'electron', 'renderer')

const AMBIENT_CALLS = ['Date.now', 'Math.random', 'performance.now', 'setTimeout', 'setInterval', 'setImmediate', 'randomUUID', 'crypto.randomUUID', 'fetch']

function calleeOf(node: Node): string | null {
  return node.type === 'CallExpression' ? dottedName(node['callee']) : null
}

/** Reads of clock, chance, timers and environment that should have come in by host. */
function ambientReads(source: SourceFile): readonly string[] {
  return [...nodesOf(source.program)].flatMap((node) => {
    const callee = calleeOf(node)
    if (callee !== null && AMBIENT_CALLS.includes(callee)) return [`${source.path}: ${callee}()`]
    if (node.type === 'NewExpression' && dottedName(node['callee']) === 'Date' && (node['arguments'] as unknown[]).length === 0) return [`${source.path}: new Date()`]
    if (node.type === 'MemberExpression' && dottedName(node['object']) === 'process') return [`${source.path}: process.*`]
    return []
  })
}

function calls(source: SourceFile, wanted: (callee: Node) => boolean): boolean {
  return [...nodesOf(source.program)].some((node) => node.type === 'CallExpression' && wanted(node['callee'] as Node))
}

function isMember(callee: Node, property: string): boolean {
  return callee.type === 'MemberExpression' && (callee['property'] as Node)['name'] === property
}

describe('ambient state', () => {
  test('engine and shared code read no clock, chance, timer or environment', () => {
    const pure = sources.filter(({ path }) => path.startsWith('electron/engine/') || path.startsWith('shared/'))
    expect(pure.flatMap(ambientReads)).toEqual([])
  })

  test.each(['const a = Date.now()', 'const a = new Date()', 'const a = Math.random()', 'setTimeout(() => 1, 5)', "const a = process.env['X']"])('the check reports %s', (text) => {
    expect(ambientReads(parseSource('electron/engine/x.ts', text))).toHaveLength(1)
  })

  test('a date made from a given time is fine', () => {
    expect(ambientReads(parseSource('electron/engine/x.ts', 'const a = new Date(5)'))).toEqual([])
  })
})

describe('single places', () => {
  test('AES-GCM is used raw in one file', () => {
    const raw = sources.filter(({ imports }) => imports.some(({ names }) => names.some((name) => /^create(C|Dec)ipheriv$/.test(name))))
    expect(raw.map(({ path }) => path)).toEqual(['electron/engine/crypto/aead.ts'])
  })

  test('Electron’s IPC is touched in electron/ipc and the preload alone', () => {
    const touching = sources.filter(({ imports }) => imports.some(({ specifier, names }) => specifier === 'electron' && names.some((name) => /^ipc(Main|Renderer)$/.test(name))))
    expect(touching.map(({ path }) => path)).toEqual(['electron/ipc/ipc-main.ts', 'electron/preload/preload.ts'])
  })

  test('pushes to the window leave through one file', () => {
    const shell = sources.filter(({ path }) => /^electron\/(main|compose|ipc|windows|shell|settings)/.test(path))
    expect(shell.filter((source) => calls(source, (callee) => isMember(callee, 'send') || isMember(callee, 'postMessageToFrame'))).map(({ path }) => path)).toEqual(['electron/ipc/events.ts'])
  })

  test('window.coffer is called in the window’s api folder alone', () => {
    const users = sources.filter(({ program }) => [...nodesOf(program)].some((node) => dottedName(node)?.startsWith('window.coffer') === true))
    expect(users.map(({ path }) => path).filter((file) => !file.startsWith('renderer/api/'))).toEqual([])
  })

  test('no HTML is set from text', () => {
    const writers = sources.filter(({ text }) => /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write/.test(text))
    expect(writers.map(({ path }) => path)).toEqual([])
  })
})
