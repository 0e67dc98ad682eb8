const DAY_MS = 86_400_000
const CONFLICT_MS = 20 * 60_000

export interface ModelKey {
  readonly number: number
  readonly isImported: boolean
  state: 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport' | 'gone'
  description: string
  deletionAtMs: number | null
  rotation: { periodInDays: number; nextAtMs: number } | null
  /** By key, in the order in which each was first set. */
  readonly tags: Map<string, string>
  /** The id of its policy. */
  policy: string
  /** Names of its grants, in the order in which they were made. */
  grants: string[]
  readonly materials: { readonly atMs: number; readonly by: 'first' | 'AUTOMATIC' | 'ON_DEMAND' }[]
}

export type Answer = 'ok' | string

/** KMS's rules for the life of keys, written as plainly as possible. Every method answers `ok` or the code of a refusal. */
export class KeyModel {
  readonly keys: ModelKey[] = []
  readonly aliases = new Map<string, ModelKey>()
  readonly blobs: { readonly key: ModelKey; readonly material: number; readonly context: string }[] = []
  #nowMs: number

  constructor(nowMs: number) {
    this.#nowMs = nowMs
  }

  /** Another model that knows the same. */
  copy(): KeyModel {
    const copy = new KeyModel(this.#nowMs)
    copy.keys.push(...this.keys.map((key) => structuredClone(key)))
    for (const [name, { number }] of this.aliases) copy.aliases.set(name, copy.keys[number] as ModelKey)
    copy.blobs.push(...this.blobs.map((blob) => ({ ...blob, key: copy.keys[blob.key.number] as ModelKey })))
    return copy
  }

  create(isImported: boolean): Answer {
    this.keys.push({
      number: this.keys.length,
      isImported,
      state: isImported ? 'PendingImport' : 'Enabled',
      description: '',
      deletionAtMs: null,
      rotation: null,
      tags: new Map(),
      policy: 'key-default-1',
      grants: [],
      materials: isImported ? [] : [{ atMs: this.#nowMs, by: 'first' }],
    })
    return 'ok'
  }

  switchTo(key: ModelKey, state: 'Enabled' | 'Disabled'): Answer {
    const refused = this.#refusal(key, ['PendingDeletion', 'PendingImport'])
    if (refused === null) key.state = state
    return refused ?? 'ok'
  }

  schedule(key: ModelKey, days: number): Answer {
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused !== null) return refused
    key.state = 'PendingDeletion'
    key.deletionAtMs = this.#nowMs + days * DAY_MS
    return 'ok'
  }

  cancel(key: ModelKey): Answer {
    if (key.state === 'gone') return 'NotFoundException'
    if (key.state !== 'PendingDeletion') return 'KMSInvalidStateException'
    key.state = key.isImported ? 'PendingImport' : 'Disabled'
    key.deletionAtMs = null
    return 'ok'
  }

  describe(key: ModelKey, description: string): Answer {
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused === null) key.description = description
    return refused ?? 'ok'
  }

  setRotation(key: ModelKey, periodInDays: number | null): Answer {
    const refused = this.#refusal(key, ['Disabled', 'PendingDeletion'])
    if (refused !== null) return refused
    if (key.isImported) return 'UnsupportedOperationException'
    key.rotation = periodInDays === null ? null : { periodInDays, nextAtMs: this.#nowMs + periodInDays * DAY_MS }
    return 'ok'
  }

  rotate(key: ModelKey): Answer {
    const refused = this.#refusal(key, ['Disabled', 'PendingDeletion', 'PendingImport'])
    if (refused !== null) return refused
    if (key.materials.filter((material) => material.by === 'ON_DEMAND').length === 25) return 'LimitExceededException'
    if (key.rotation !== null && key.rotation.nextAtMs - this.#nowMs <= CONFLICT_MS) return 'ConflictException'
    key.materials.push({ atMs: this.#nowMs, by: 'ON_DEMAND' })
    return 'ok'
  }

  encrypt(key: ModelKey, context: string): Answer {
    const refused = this.#refusal(key, ['Disabled', 'PendingDeletion', 'PendingImport'])
    if (refused === null) this.blobs.push({ key, material: key.materials.length - 1, context })
    return refused ?? 'ok'
  }

  decrypt(blob: KeyModel['blobs'][number], context: string): Answer {
    if (blob.key.state === 'gone') return 'AccessDeniedException'
    const refused = this.#refusal(blob.key, ['Disabled', 'PendingDeletion', 'PendingImport'])
    return refused ?? (context === blob.context ? 'ok' : 'InvalidCiphertextException')
  }

  alias(key: ModelKey, name: string): Answer {
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused !== null) return refused
    if (this.aliases.has(name)) return 'AlreadyExistsException'
    this.aliases.set(name, key)
    return 'ok'
  }

  moveAlias(key: ModelKey, name: string): Answer {
    if (key.state === 'gone' || !this.aliases.has(name)) return 'NotFoundException'
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused === null) this.aliases.set(name, key)
    return refused ?? 'ok'
  }

  tag(key: ModelKey, tag: string, value: string): Answer {
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused === null) key.tags.set(tag, value)
    return refused ?? 'ok'
  }

  untag(key: ModelKey, tag: string): Answer {
    const refused = this.#refusal(key, ['PendingDeletion'])
    if (refused === null) key.tags.delete(tag)
    return refused ?? 'ok'
  }

  /** A policy can be put in any state. */
  setPolicy(key: ModelKey, id: string): Answer {
    if (key.state === 'gone') return 'NotFoundException'
    key.policy = id
    return 'ok'
  }

  /** The same grant again is the grant that is there. */
  grant(key: ModelKey, name: string): Answer {
    const refused = this.#refusal(key, ['Disabled', 'PendingDeletion', 'PendingImport'])
    if (refused === null && !key.grants.includes(name)) key.grants.push(name)
    return refused ?? 'ok'
  }

  /** A grant can be revoked in any state. */
  revoke(key: ModelKey, name: string): Answer {
    if (key.state === 'gone' || !key.grants.includes(name)) return 'NotFoundException'
    key.grants = key.grants.filter((other) => other !== name)
    return 'ok'
  }

  unalias(name: string): Answer {
    return this.aliases.delete(name) ? 'ok' : 'NotFoundException'
  }

  /** Time goes on and does what is due, each at its moment. */
  advance(byMs: number): void {
    const endMs = this.#nowMs + byMs
    for (;;) {
      const due = this.keys.map(dueAt).filter((atMs) => atMs !== null && atMs <= endMs) as number[]
      if (due.length === 0) break
      this.#nowMs = Math.max(this.#nowMs, Math.min(...due))
      for (const key of this.keys) this.#settle(key)
    }
    this.#nowMs = endMs
  }

  #settle(key: ModelKey): void {
    const atMs = dueAt(key)
    if (atMs === null || atMs > this.#nowMs) return
    if (key.state === 'PendingDeletion') {
      key.state = 'gone'
      for (const [name, target] of this.aliases) if (target === key) this.aliases.delete(name)
      return
    }
    if (key.rotation === null) return
    const period = key.rotation.periodInDays * DAY_MS
    key.materials.push({ atMs: this.#nowMs, by: 'AUTOMATIC' })
    key.rotation.nextAtMs = atMs + period > this.#nowMs ? atMs + period : this.#nowMs + period
  }

  #refusal(key: ModelKey, refusing: readonly ModelKey['state'][]): string | null {
    if (key.state === 'gone') return 'NotFoundException'
    if (!refusing.includes(key.state)) return null
    return key.state === 'Disabled' ? 'DisabledException' : 'KMSInvalidStateException'
  }
}

function dueAt(key: ModelKey): number | null {
  if (key.state === 'PendingDeletion') return key.deletionAtMs
  return key.state === 'Enabled' && key.rotation !== null ? key.rotation.nextAtMs : null
}
