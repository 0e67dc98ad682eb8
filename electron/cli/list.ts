import { parseArgs } from 'node:util'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { utcMinuteText } from '../../shared/utc-text.ts'
import { commandScope, scopeOptions } from './command-scope.ts'
import { callCore } from './socket-client.ts'
import { UsageError, type Terminal } from './terminal.ts'

type Listed = WireOutput<'secretsmanager:ListSecrets'>['SecretList'][number]

const COLUMN_GAP = 2

/** `coffer list [PREFIX]`: names, what their descriptions say, and when they changed. */
export async function runList(words: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: scopeOptions })
  if (positionals.length > 1) throw new UsageError('Give at most one prefix.')
  const { address, scope } = commandScope(values, terminal)
  const prefix = positionals[0]
  const listed: Listed[] = []
  let NextToken: string | undefined
  do {
    const page: WireOutput<'secretsmanager:ListSecrets'> = await callCore(
      address,
      'secretsmanager:ListSecrets',
      { NextToken, SortBy: 'name', ...(prefix === undefined ? {} : { Filters: [{ Key: 'name', Values: [prefix] }] }) },
      scope,
    )
    listed.push(...page.SecretList)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  if (values.json === true) terminal.out(JSON.stringify({ SecretList: listed }, null, 2))
  else for (const line of table(listed)) terminal.out(line)
  return 0
}

function table(secrets: readonly Listed[]): readonly string[] {
  const width = Math.max(0, ...secrets.map((secret) => secret.Name.length)) + COLUMN_GAP
  return secrets.map((secret) => {
    const changed = utcMinuteText((secret.LastChangedDate ?? secret.CreatedDate) * 1000)
    return `${secret.Name.padEnd(width)}${changed}  ${secret.Description ?? ''}`.trimEnd()
  })
}
