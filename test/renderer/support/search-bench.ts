import { SearchIndex } from '../../../renderer/store/search-index.ts'
import { sortSecrets } from '../../../renderer/store/sort-secrets.ts'
import type { SecretSummary } from '../../../renderer/store/state.ts'

const ENVIRONMENTS = ['prod', 'staging', 'shared', 'dev']
const TEAMS = ['payments', 'web', 'search', 'billing', 'identity', 'mail', 'ledger', 'data']

/** A summary as a vault of many services would have it; the same for the same number. */
export function summaryNumber(index: number): SecretSummary {
  const environment = ENVIRONMENTS[index % ENVIRONMENTS.length] as string
  const team = TEAMS[Math.floor(index / ENVIRONMENTS.length) % TEAMS.length] as string
  const name = `${environment}/${team}/service-${index}/database`
  return {
    ARN: `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-abcdef`,
    Name: name,
    Kind: 'database',
    Description: `Login of service ${index} of the ${team} team`,
    CreatedDate: 1_700_000_000,
    LastChangedDate: 1_700_000_000 + index,
    Tags: [
      { Key: 'env', Value: environment },
      { Key: 'team', Value: team },
    ],
    JsonKeys: ['engine', 'host', 'port', 'username', 'password', 'dbname'],
    VersionIdsToStages: { v1: ['AWSCURRENT'] },
    VersionCount: 1,
  }
}

export interface SearchFigures {
  readonly secretCount: number
  /** Making haystacks and the sorted order and running over them, once for a vault. */
  readonly buildMs: number
  readonly slowestKeystrokeMs: number
  readonly medianKeystrokeMs: number
}

const QUERIES = ['service-77/data', 'zzz-nothing', 'password prod', 'tag:env=prod login', 'is:never-rotated ledger']

/** Time of the processor and not of the clock: other programs on the machine do not count. */
function processorMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

/** Types each query letter by letter into an index of so many secrets and times every keystroke. */
export function measureSearch(secretCount: number): SearchFigures {
  const summaries = Array.from({ length: secretCount }, (_, index) => summaryNumber(index))
  const startedAt = process.cpuUsage()
  const index = new SearchIndex()
  for (const summary of summaries) index.put(summary)
  const order = sortSecrets(summaries, { column: 'name', descending: false }, () => 'aws/sm')
  index.warmUp(order)
  const buildMs = processorMs(startedAt)
  const keystrokes: number[] = []
  for (const query of QUERIES) {
    for (let length = 1; length <= query.length; length += 1) {
      const at = process.cpuUsage()
      index.find(order, null, query.slice(0, length), 1_800_000_000_000)
      keystrokes.push(processorMs(at))
    }
  }
  keystrokes.sort((a, b) => a - b)
  return {
    secretCount,
    buildMs,
    slowestKeystrokeMs: keystrokes.at(-1) as number,
    medianKeystrokeMs: keystrokes[Math.floor(keystrokes.length / 2)] as number,
  }
}
