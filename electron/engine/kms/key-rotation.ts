import type { CallContext } from '../context.ts'
import type { Host } from '../host.ts'
import { type BackingKey, isSymmetric, type KeyRecord, type KeyRotation } from './key-record.ts'
import type { KeyRing } from './key-ring.ts'
import { kmsErrors } from './kms-errors.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const DEFAULT_PERIOD_DAYS = 365

/**
 * The automatic rotation of a key, or null when it is off. AWS managed keys rotate every year, and nobody can change that.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export function rotationOf(key: KeyRecord): KeyRotation | null {
  if (key.manager === 'CUSTOMER') return key.rotation ?? null
  const newest = key.backingKeys.at(-1)
  return newest === undefined ? null : { periodInDays: DEFAULT_PERIOD_DAYS, nextAtMs: newest.createdAtMs + DEFAULT_PERIOD_DAYS * DAY_MS }
}

/** When a period of a rotation that begins now ends. */
export function rotationFrom(nowMs: number, periodInDays: number): KeyRotation {
  return { periodInDays, nextAtMs: nowMs + periodInDays * DAY_MS }
}

/** Refuses keys whose material KMS does not make or rotate. */
export function requireRotatable(key: KeyRecord): void {
  if (!isSymmetric(key)) throw kmsErrors.unsupported()
  if (key.origin === 'EXTERNAL') throw kmsErrors.externalOrigin(key.arn)
}

/** The key with new material, which encrypts from now on; all earlier material stays and decrypts. */
export function withNewMaterial(ring: KeyRing, key: KeyRecord, host: Pick<Host, 'random'>, nowMs: number, rotatedBy: NonNullable<BackingKey['rotatedBy']>): KeyRecord {
  return { ...key, backingKeys: [...key.backingKeys, { ...ring.createBackingKey(key.arn, host.random, nowMs), rotatedBy }] }
}

/** The key after its automatic rotation has come due: one rotation, however many periods went by. */
export function rotateDueKey(context: Pick<CallContext, 'host' | 'nowMs'> & { readonly keyRing: KeyRing }, key: KeyRecord): KeyRecord {
  const { host, nowMs, keyRing } = context
  const rotated = withNewMaterial(keyRing, key, host, nowMs, 'AUTOMATIC')
  if (key.rotation === undefined) return rotated
  const { periodInDays, nextAtMs } = key.rotation
  const onTime = rotationFrom(nextAtMs, periodInDays)
  return { ...rotated, rotation: onTime.nextAtMs > nowMs ? onTime : rotationFrom(nowMs, periodInDays) }
}
