import type { RegionData } from '../open-vault.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { activeRun, beginRun } from './rotation-journal.ts'
import { jitterMs, plannedFrom, scheduleOf } from './rotation-schedule.ts'

/** What is known of the time besides the clock. */
export interface TimeSense {
  /** When the vault was opened, or the machine woke: what was due before starts a little after. */
  readonly awakeSinceMs: number
}

/** The secrets whose rotation is on and that are not in the trash. Replicas follow their primary. */
export function rotatingSecrets({ secrets }: RegionData): readonly SecretRecord[] {
  return secrets.rows.index('rotating', (secret) => (secret.rotation?.enabled === true && secret.deletedAtMs === undefined && secret.replicaOf === undefined ? ['on'] : [])).get('on')
}

/** When the rotation of a secret's window begins: a little after it opens, or after the machine woke. Null when none is planned. */
export function startsAtMs(secret: SecretRecord, { awakeSinceMs }: TimeSense): number | null {
  const window = secret.rotation?.nextWindow
  return window === undefined ? null : Math.max(window.startMs, awakeSinceMs) + jitterMs(secret.id, window.startMs)
}

/** The next moment at which `beginDue` or a retry has something to do; null for never. */
export function nextRotationMomentMs(region: RegionData, time: TimeSense, nowMs: number): number | null {
  let next: number | null = null
  const consider = (momentMs: number | null | undefined): void => {
    if (momentMs !== null && momentMs !== undefined && (next === null || momentMs < next)) next = momentMs
  }
  for (const secret of rotatingSecrets(region)) {
    if (isUnplanned(secret)) consider(nowMs)
    if (activeRun(region, secret.id) === null) consider(startsAtMs(secret, time))
  }
  for (const { active } of region.rotation.jobs.all()) if (active?.nextTryAtMs !== undefined && active.nextTryAtMs > nowMs) consider(active.nextTryAtMs)
  return next
}

/** A replica that became a secret of its own has rules and no window yet. */
function isUnplanned({ rotation }: SecretRecord): boolean {
  return rotation?.nextWindow === undefined && scheduleOf(rotation?.rules) !== null
}

function planUnplanned(region: RegionData, nowMs: number): void {
  const unplanned = rotatingSecrets(region).filter(isUnplanned)
  if (unplanned.length === 0) return
  region.store.transaction(() => {
    for (const secret of unplanned) if (secret.rotation !== undefined) region.secrets.rows.put({ ...secret, rotation: plannedFrom(secret.rotation, nowMs) })
  })
}

/**
 * Makes the runs of the windows that have opened: one for each secret, however many windows it missed, the one that is
 * overdue the longest first. A secret that shall wait for the next window when it missed one gets that.
 */
export function beginDue(region: RegionData, time: TimeSense, nowMs: number, newToken: () => string): void {
  planUnplanned(region, nowMs)
  const due = rotatingSecrets(region)
    .filter((secret) => activeRun(region, secret.id) === null && (startsAtMs(secret, time) ?? Infinity) <= nowMs)
    .sort((left, right) => (left.rotation?.nextWindow?.startMs ?? 0) - (right.rotation?.nextWindow?.startMs ?? 0))
  if (due.length === 0) return
  region.store.transaction(() => {
    for (const secret of due) {
      const { rotation } = secret
      const window = rotation?.nextWindow
      if (rotation === undefined || window === undefined) continue
      const isMissed = nowMs >= window.endMs
      if (isMissed && rotation.whenMissed === 'next-window') {
        region.secrets.rows.put({ ...secret, rotation: plannedFrom({ ...rotation, usedWindowStartMs: window.startMs }, nowMs) })
        continue
      }
      beginRun(region, secret.id, {
        token: newToken(),
        kind: 'rotation',
        cause: isMissed ? 'catch-up' : 'schedule',
        functionArn: rotation.functionArn,
        createdAtMs: nowMs,
        state: 'waiting',
        windowStartMs: window.startMs,
        failedTries: 0,
        postponements: 0,
        steps: [],
      })
    }
  })
}
