/**
 * Secrets Manager's rules, as plainly as they can be said: what a call answers and what a secret is afterwards. No
 * encryption, no storage, no shortcuts; the real engine is held against it.
 */
export interface ModelVersion {
  readonly id: string
  readonly value: string
  readonly createdAtMs: number
  labels: string[]
  key: string | null
  lastReadDayMs: number | null
}

export interface ModelSecret {
  readonly name: string
  readonly createdAtMs: number
  lastChangedAtMs: number
  versions: ModelVersion[]
  description: string | null
  tags: Map<string, string> | null
  key: string | null
  policy: string | null
  deletedAtMs: number | null
}

/** The code of a refusal, or null when the call is answered. */
export type Refused = string | null

const CURRENT = 'AWSCURRENT'
const PREVIOUS = 'AWSPREVIOUS'
const PENDING = 'AWSPENDING'
const DAY_MS = 86_400_000
const NOT_FOUND = 'ResourceNotFoundException'
const INVALID_REQUEST = 'InvalidRequestException'
const INVALID_PARAMETER = 'InvalidParameterException'
const EXISTS = 'ResourceExistsException'

export class SecretModel {
  nowMs: number
  /** In order of creation. */
  secrets: ModelSecret[] = []

  constructor(nowMs: number) {
    this.nowMs = nowMs
  }

  find(name: string): ModelSecret | undefined {
    return this.secrets.find((secret) => secret.name === name)
  }

  advance(byMs: number): void {
    this.nowMs += byMs
    this.secrets = this.secrets.filter((secret) => secret.deletedAtMs === null || secret.deletedAtMs > this.nowMs)
  }

  create(name: string, token: string, value: string | null, key: string | null): Refused {
    const taken = this.find(name)
    if (taken !== undefined) {
      if (taken.deletedAtMs !== null) return INVALID_REQUEST
      const version = taken.versions.find((candidate) => candidate.id === token)
      return value !== null && version?.value === value ? null : EXISTS
    }
    const secret: ModelSecret = { name, createdAtMs: this.nowMs, lastChangedAtMs: this.nowMs, versions: [], description: null, tags: null, key, policy: null, deletedAtMs: null }
    if (value !== null) this.#addVersion(secret, token, value, [CURRENT])
    this.secrets.push(secret)
    return null
  }

  put(name: string, token: string, value: string, labels: readonly string[]): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    const known = secret.versions.find((version) => version.id === token)
    if (known !== undefined) return known.value === value ? null : EXISTS
    this.#addVersion(secret, token, value, labels)
    return null
  }

  update(name: string, token: string, change: { value: string | null; description: string | null; key: string | null | undefined }): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    const known = secret.versions.find((version) => version.id === token)
    if (change.value !== null && known !== undefined && known.value !== change.value) return EXISTS
    if (change.description !== null) {
      secret.description = change.description === '' ? null : change.description
      secret.lastChangedAtMs = this.nowMs
    }
    if (change.key !== undefined) {
      secret.key = change.key
      secret.lastChangedAtMs = this.nowMs
      for (const version of secret.versions) if (version.labels.some((label) => [CURRENT, PREVIOUS, PENDING].includes(label))) version.key = change.key
    }
    if (change.value !== null && known === undefined) this.#addVersion(secret, token, change.value, [CURRENT])
    return null
  }

  moveLabel(name: string, label: string, from: string | null, to: string | null): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    if (from === null && to === null) return INVALID_PARAMETER
    const ids = secret.versions.map((version) => version.id)
    if ((from !== null && !ids.includes(from)) || (to !== null && !ids.includes(to))) return INVALID_PARAMETER
    const holder = secret.versions.find((version) => version.labels.includes(label))
    if (from !== null && holder?.id !== from) return INVALID_PARAMETER
    if (to === null) {
      if (label === CURRENT || holder === undefined) return INVALID_PARAMETER
      drop(holder, label)
    } else {
      if (from === null && holder !== undefined && holder.id !== to) return INVALID_PARAMETER
      attach(secret, to, [label], false)
    }
    secret.lastChangedAtMs = this.nowMs
    return null
  }

  scheduleDeletion(name: string, days: number): Refused {
    const secret = this.find(name)
    if (secret === undefined) return NOT_FOUND
    if (secret.deletedAtMs !== null) return INVALID_REQUEST
    secret.deletedAtMs = this.nowMs + days * DAY_MS
    secret.lastChangedAtMs = this.nowMs
    return null
  }

  purge(name: string): Refused {
    this.secrets = this.secrets.filter((secret) => secret.name !== name)
    return null
  }

  restore(name: string): Refused {
    const secret = this.find(name)
    if (secret === undefined) return NOT_FOUND
    if (secret.deletedAtMs !== null) {
      secret.deletedAtMs = null
      secret.lastChangedAtMs = this.nowMs
    }
    return null
  }

  tag(name: string, key: string, value: string): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    secret.tags ??= new Map()
    secret.tags.set(key, value)
    secret.lastChangedAtMs = this.nowMs
    return null
  }

  untag(name: string, key: string): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    if (secret.tags === null) return null
    secret.tags.delete(key)
    secret.lastChangedAtMs = this.nowMs
    return null
  }

  /** Puts a policy, or takes it away; taking none away is no change. */
  setPolicy(name: string, policy: string | null): Refused {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return refused
    if (policy === null && secret.policy === null) return null
    secret.policy = policy
    secret.lastChangedAtMs = this.nowMs
    return null
  }

  /** The value that a read of a label gives, or the code that refuses it; notes the day. */
  read(name: string, label: string): { readonly value: string } | { readonly refused: string } {
    const secret = this.find(name)
    const refused = active(secret)
    if (refused !== null || secret === undefined) return { refused: refused ?? NOT_FOUND }
    const version = secret.versions.find((candidate) => candidate.labels.includes(label))
    if (version === undefined) return { refused: NOT_FOUND }
    version.lastReadDayMs = this.nowMs - (this.nowMs % DAY_MS)
    return { value: version.value }
  }

  #addVersion(secret: ModelSecret, id: string, value: string, labels: readonly string[]): void {
    secret.versions.push({ id, value, createdAtMs: this.nowMs, labels: [], key: secret.key, lastReadDayMs: null })
    attach(secret, id, labels, true)
    secret.lastChangedAtMs = this.nowMs
  }
}

function active(secret: ModelSecret | undefined): Refused {
  if (secret === undefined) return NOT_FOUND
  return secret.deletedAtMs === null ? null : INVALID_REQUEST
}

/** Every label comes off whoever has it and onto the version. When AWSCURRENT moves, AWSPREVIOUS goes to where it was. */
function attach(secret: ModelSecret, id: string, wanted: readonly string[], isWrite: boolean): void {
  const old = secret.versions.find((version) => version.labels.includes(CURRENT))
  const target = secret.versions.find((version) => version.id === id)
  if (target === undefined) throw new Error('the version is there')
  const labels = isWrite && old === undefined ? [...wanted, CURRENT] : wanted
  for (const label of labels) {
    for (const version of secret.versions) drop(version, label)
    target.labels.push(label)
  }
  if (!labels.includes(CURRENT) || old === undefined || old === target) return
  for (const version of secret.versions) drop(version, PREVIOUS)
  old.labels.push(PREVIOUS)
  if (isWrite) drop(old, PENDING)
}

function drop(version: ModelVersion, label: string): void {
  version.labels = version.labels.filter((other) => other !== label)
}
