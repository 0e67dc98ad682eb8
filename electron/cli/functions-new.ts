import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ServiceError } from '../../shared/errors.ts'
import { functionTemplate } from '../core/function-templates.ts'
import { oneWord, scopeOptions } from './command-scope.ts'
import { UsageError, type Terminal } from './terminal.ts'

const NEXT = {
  python: ['coffer functions add NAME --runtime python --code DIR --handler rotate.lambda_handler'],
  nodejs: ['npm install --prefix DIR', 'coffer functions add NAME --runtime nodejs --code DIR --handler rotate.handler'],
} as const

/** `coffer functions new DIR --runtime python|nodejs`: the beginning of a rotation function, which works as it is. */
export async function runFunctionsNew(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: { ...scopeOptions, runtime: { type: 'string' } } })
  const { runtime } = values
  if (runtime !== 'python' && runtime !== 'nodejs') throw new UsageError('new needs --runtime python or nodejs.')
  const folder = resolve(oneWord(positionals, 'folder'))
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new ServiceError('FolderNotEmpty', `${folder} is not empty. Name a new folder; nothing was written.`)
  mkdirSync(folder, { recursive: true })
  for (const { name, bytes } of functionTemplate(runtime)) {
    writeFileSync(join(folder, name), bytes, { flag: 'wx' })
    terminal.out(join(folder, name))
  }
  terminal.error(['Next:', ...NEXT[runtime].map((line) => `  ${line.replace('DIR', folder)}`)].join('\n'))
  return 0
}
