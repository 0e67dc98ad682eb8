import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { functionArn, functionTable } from './function-record.ts'
import { shownFunction } from './shown-function.ts'

/** The functions that the secrets of the account and region can be rotated with. */
export const listFunctions: CallHandler<'workbench:ListFunctions'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context) {
    const { accountId, host } = context
    const { region } = context.region
    const builtIns = host.functions.builtIns.map((builtIn) => shownFunction({ kind: 'built-in', arn: functionArn(region, accountId, builtIn.name), accountId, name: builtIn.name, builtIn }))
    const own = [...functionTable(context.vault).all()]
      .filter((record) => record.accountId === accountId && record.region === region)
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map((record) => shownFunction({ kind: 'own', arn: record.id, accountId, name: record.name, record }))
    const runtimes = await host.functions.runtimes()
    return {
      Functions: [...builtIns, ...own],
      Runtimes: runtimes.map(({ runtime, version, isolation, path }) => ({ Runtime: runtime, Version: version, Isolation: isolation, Path: path })),
    }
  },
}
