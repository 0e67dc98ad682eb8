import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import type { RegionData } from '../open-vault.ts'
import { compareSecrets, pairSecrets } from '../replication/compare-secrets.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { pageAfter } from '../secretsmanager/next-token.ts'
import { requireRoot } from './require-root.ts'

type Comparison = Output<'workbench:CompareRegions'>['Secrets'][number]
const DEFAULT_PAGE_ITEMS = 1000
const SAME: readonly Comparison['Relation'][] = ['in-sync', 'twins']

/** Two regions side by side. */
export const compareRegions: CallHandler<'workbench:CompareRegions'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context, input) {
    const { regionKeeper } = context.vault
    await regionKeeper.far.look([input.Region, input.OtherRegion])
    const [here, there] = [regionKeeper.region(input.Region), regionKeeper.region(input.OtherRegion)]
    const all = pairSecrets(here, there, context.accountId).map((pair) => compared(context, here, there, pair))
    const same = all.filter(({ Relation }) => SAME.includes(Relation))
    const shown = (input.OnlyDifferent === true ? all.filter((one) => !same.includes(one)) : all).toSorted((left, right) => (position(left) < position(right) ? -1 : 1))
    const query = [input.Region, input.OtherRegion, input.OnlyDifferent]
    const { page, nextToken } = pageAfter(context, 'CompareRegions', query, shown, position, input.MaxResults ?? DEFAULT_PAGE_ITEMS, input.NextToken)
    return { Secrets: page, SameCount: same.length, NextToken: nextToken }
  },
}

function compared({ vault }: CallContext, here: RegionData, there: RegionData, pair: { readonly here: SecretRecord | null; readonly there: SecretRecord | null }): Comparison {
  if (pair.here !== null && pair.there !== null) return compareSecrets(vault.vaultId, { region: here, secret: pair.here }, { region: there, secret: pair.there })
  const only = { Differs: [], VersionsOnlyHere: [], VersionsOnlyThere: [], VersionsInConflict: [] }
  if (pair.here !== null) return { ...only, Name: pair.here.name, ARN: pair.here.id, Relation: 'only-here' }
  return { ...only, Name: pair.there?.name ?? '', OtherARN: pair.there?.id, Relation: 'only-there' }
}

function position({ Name, ARN, OtherARN }: Comparison): string {
  return `${Name} ${ARN ?? ''} ${OtherARN ?? ''}`
}
