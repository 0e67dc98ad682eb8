import { arnInRegion } from '../../../electron/engine/replication/replica-facts.ts'
import { openLocalValue } from '../../../electron/engine/replication/local-value.ts'
import type { SecretRecord } from '../../../electron/engine/secretsmanager/secret-record.ts'
import { ACCOUNT, type EngineUnderTest } from './engine-under-test.ts'
import { contentOf, type Expected, type Line } from './expected.ts'
import { countRows } from './faulty-sqlite.ts'
import { NAMES, REGIONS } from './steps.ts'

interface Seen {
  readonly engine: EngineUnderTest
  readonly expected: Expected
}

class WrongState extends Error {
  constructor(what: string, facts: object) {
    super(`${what}: ${JSON.stringify(facts, null, 1)}`)
  }
}

export function secretIn({ engine }: Pick<Seen, 'engine'>, region: string, name: string): SecretRecord | null {
  return engine.region(region)?.secrets.findByName(ACCOUNT, name) ?? null
}

/** The secret that a replica copies, if it is still there under that ARN. */
function originOf({ expected }: Seen, replica: SecretRecord, region: string): Line | null {
  const line = replica.replicaOf === undefined ? null : expected.line(replica.replicaOf.region, replica.name)
  return line !== null && arnInRegion(line.arn, region) === replica.id ? line : null
}

/**
 * What holds at every moment, in each store that is there: an independent secret is what was acknowledged last, and a replica is
 * a state that its primary once had, no older than the one that it showed before.
 */
export function checkNow(seen: Seen): void {
  for (const region of REGIONS) {
    if (seen.engine.region(region) === null) continue
    for (const name of NAMES) checkOne(seen, region, name)
  }
}

function checkOne(seen: Seen, region: string, name: string): void {
  const { expected } = seen
  const secret = secretIn(seen, region, name)
  const line = expected.line(region, name)
  if (line?.isDoomed === true && secret?.replicaOf !== undefined) expected.end(line)
  else if (line !== null) return checkLine(secret, line)
  if (secret === null) return
  if (secret.replicaOf === undefined) throw new WrongState('a secret that nobody made or promoted', { region, secret })
  if ((secret.replicas?.length ?? 0) > 0) throw new WrongState('a replica with replicas', { region, secret })
  const origin = originOf(seen, secret, region)
  if (origin === null) return
  const at = origin.history.lastIndexOf(contentOf(secret))
  const before = origin.seen.get(region) ?? 0
  if (at < before) throw new WrongState(at < 0 ? 'a replica with a state that its primary never had' : 'a replica that went back', { region, name, at, before, secret, history: origin.history })
  origin.seen.set(region, at)
}

function checkLine(secret: SecretRecord | null, line: Line): void {
  if (secret === null || secret.id !== line.arn || secret.replicaOf !== undefined) throw new WrongState('an independent secret is not what it was', { line, secret })
  if (contentOf(secret) === line.content) return
  throw new WrongState('an independent secret lost or changed what was acknowledged', { region: line.region, name: line.name, is: contentOf(secret), wanted: line.content })
}

/** Notes where another secret stands in the way of a replica. */
export function noteObstacles(seen: Seen): boolean {
  let isAny = false
  for (const line of seen.expected.lines()) {
    for (const region of line.replicas) {
      const there = secretIn(seen, region, line.name)
      const isOther = there !== null && (there.replicaOf === undefined || (originOf(seen, there, region) ?? line) !== line)
      if (!isOther) continue
      line.blockedIn.add(region)
      isAny = true
    }
  }
  return isAny
}

/** Whether another has written over its replica, as it was told to: then its primary knows of none any more, or of one that failed. */
function isLost(seen: Seen, line: Line, region: string): boolean {
  const there = secretIn(seen, region, line.name)
  const owner = there === null ? null : originOf(seen, there, region)
  return line.losing.has(region) && owner !== line
}

/**
 * What holds when there was time to deliver: every replica between two regions that are in order is its primary's image, and is
 * told as such; one that failed had another secret in its way.
 */
export function checkDelivered(seen: Seen, isInOrder: (region: string) => boolean): void {
  for (const line of seen.expected.lines()) {
    if (!isInOrder(line.region)) continue
    const primary = secretIn(seen, line.region, line.name)
    for (const region of line.replicas) {
      if (!isInOrder(region)) continue
      const replica = secretIn(seen, region, line.name)
      const told = primary?.replicas?.find((one) => one.region === region)
      if (isLost(seen, line, region) && told?.status !== 'InSync') continue
      const isWaiting = seen.engine.region(line.region)?.outbox.get(region, line.arn) !== null
      if (told?.status === 'Failed' && line.blockedIn.has(region) && !isWaiting) continue
      const isImage = replica !== null && replica.replicaOf?.region === line.region && contentOf(replica) === line.content
      if (!isImage || told?.status !== 'InSync' || isWaiting) throw new WrongState('a change was not delivered', { from: line.region, to: region, name: line.name, told, isWaiting, replica, wanted: line.content })
    }
  }
}

/**
 * What holds in the end, when every store is there and there was time: nothing waits, nothing is left of what was removed, each
 * primary knows its replicas and no others, and every value is there once and opens.
 * @returns how many versions the replicas have
 */
export function checkEnd(seen: Seen): number {
  checkNow(seen)
  noteObstacles(seen)
  checkDelivered(seen, () => true)
  for (const line of seen.expected.lines()) {
    const isCertain = (region: string): boolean => !isLost(seen, line, region)
    const told = (secretIn(seen, line.region, line.name)?.replicas ?? []).map(({ region }) => region).filter(isCertain).sort()
    if (told.join() !== [...line.replicas].filter(isCertain).sort().join()) throw new WrongState('a primary does not know its replicas', { region: line.region, name: line.name, told, wanted: [...line.replicas] })
  }
  let delivered = 0
  for (const region of REGIONS) {
    const data = seen.engine.region(region)
    if (data === null) throw new WrongState('a region did not come back', { region })
    const waiting = [...data.outbox.rows.all()]
    if (waiting.length > 0) throw new WrongState('something waits for ever', { region, waiting })
    let values = 0
    for (const secret of data.secrets.rows.all()) {
      if (secret.replicaOf !== undefined) {
        const origin = originOf(seen, secret, region)
        if (origin === null || !origin.replicas.has(region)) throw new WrongState('a replica that was removed is still there', { region, secret })
        delivered += secret.versions.length
      }
      values += checkValues(seen, region, secret)
    }
    const stored = countRows(data.store.file, 'value_row')
    if (stored !== values) throw new WrongState('a value is stored more than once, or of nobody', { region, stored, values })
  }
  return delivered
}

function checkValues({ engine, expected }: Seen, region: string, secret: SecretRecord): number {
  const data = engine.region(region)
  const ids = secret.versions.map(({ versionId }) => versionId)
  if (data === null || new Set(ids).size !== ids.length) throw new WrongState('a version is there twice', { region, ids })
  for (const version of secret.versions) {
    const value = openLocalValue(data, engine.vault.vaultId, secret, version)
    const text = Buffer.from(value.bytes).toString('utf8')
    if (text !== expected.values.get(version.versionId)) throw new WrongState('a version has another value', { region, name: secret.name, version, text })
  }
  return ids.length
}
