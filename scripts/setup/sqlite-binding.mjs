// better-sqlite3 ships binaries for Node-API 10; the fallback Electron speaks Node-API 9. One source, compiled once, kept in the cache.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureSystemPackages } from './system-packages.mjs'
import { run, step } from './steps.mjs'

const require = createRequire(import.meta.url)
const HEADER = fileURLToPath(new URL('napi-string-ref.h', import.meta.url))
/** Grows when the way of compiling changes. */
const RECIPE = 1

/** SQLite's options as better-sqlite3 builds it, from its own list. */
async function sqliteDefines(source) {
  const text = await readFile(path.join(source, 'deps', 'defines.gypi'), 'utf8')
  const body = text.slice(text.indexOf("'defines'"))
  return [...body.matchAll(/'([A-Z][A-Z0-9_]*(?:=[^']*)?)'/g)].map((match) => `-D${match[1]}`)
}

/** Returns the path of a better_sqlite3.node for Node-API 8 and later; compiles it if the cache has none. */
export async function sqliteBinding(cache) {
  const source = path.dirname(require.resolve('better-sqlite3/package.json'))
  const { version } = require('better-sqlite3/package.json')
  const target = path.join(cache, `better-sqlite3-${version}-napi8-${process.platform}-${process.arch}-r${RECIPE}`)
  const file = path.join(target, 'better_sqlite3.node')
  if (existsSync(file)) return file

  await ensureSystemPackages(['compiler'])
  return step(`compile better-sqlite3 ${version} for Node-API 8 (once, about a minute)`, async () => {
    await mkdir(cache, { recursive: true })
    const work = await mkdtemp(path.join(cache, 'compile-'))
    try {
      const sqlite = path.join(source, 'deps', 'sqlite3')
      const napi = [path.dirname(require.resolve('node-addon-api/package.json')), require('node-api-headers').include_dir]
      await Promise.all([
        run('gcc', ['-c', '-O3', '-fPIC', '-fvisibility=hidden', '-w', '-std=c99', '-DNDEBUG', ...(await sqliteDefines(source)),
          `-I${sqlite}`, path.join(sqlite, 'sqlite3.c'), '-o', path.join(work, 'sqlite3.o')]),
        run('g++', ['-c', '-O3', '-fPIC', '-std=c++20', '-fvisibility=hidden', '-fvisibility-inlines-hidden', '-DNDEBUG', '-DNAPI_VERSION=8',
          '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS', '-include', HEADER, ...napi.map((folder) => `-I${folder}`),
          `-I${sqlite}`, path.join(source, 'src', 'better_sqlite3.cpp'), '-o', path.join(work, 'addon.o')]),
      ])
      await run('g++', ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', path.join(work, 'addon.o'), path.join(work, 'sqlite3.o'),
        '-ldl', '-lpthread', '-lm', '-o', path.join(work, 'better_sqlite3.node')])
      await rm(path.join(work, 'addon.o'))
      await rm(path.join(work, 'sqlite3.o'))
      await rm(target, { recursive: true, force: true })
      await rename(work, target)
    } catch (error) {
      await rm(work, { recursive: true, force: true })
      throw error
    }
    return file
  })
}
