import type { SecretRecord } from '../../../electron/engine/secretsmanager/secret-record.ts'

/** What a replica has in common with its primary, as one text: every version in order with its labels, description, tags, policy. */
export function contentOf({ versions, description, tags, resourcePolicy, type, kind }: SecretRecord): string {
  return JSON.stringify({
    versions: versions.map(({ versionId, stages, sizeBytes, createdAtMs, valueId }) => [versionId, stages, sizeBytes, createdAtMs, valueId !== null]),
    description: description ?? null,
    tags: tags ?? [],
    resourcePolicy: resourcePolicy ?? null,
    type: type ?? null,
    kind,
  })
}

/** A secret with a will of its own: a primary, one that was promoted, or one without replicas. */
export class Line {
  readonly region: string
  readonly name: string
  readonly arn: string
  /** Acknowledged version ids, in order. */
  readonly ids: string[] = []
  /** Every state that was acknowledged, in order; the last one is what it is now. */
  readonly history: string[] = []
  /** The regions that it is replicated to, as its region must say when all is settled. */
  readonly replicas = new Set<string>()
  /** Regions where another secret of that name was in the way of its replica at some time. */
  readonly blockedIn = new Set<string>()
  /** Regions where another was told to write over its replica. */
  readonly losing = new Set<string>()
  /** Regions where it was told to write over whatever is in its way. */
  readonly forcedTo = new Set<string>()
  /** How far each region's replica has come in `history`. */
  readonly seen = new Map<string, number>()
  /** Others were told to write over it. */
  isDoomed = false

  constructor(region: string, name: string, arn: string) {
    this.region = region
    this.name = name
    this.arn = arn
  }

  get content(): string {
    return this.history.at(-1) ?? ''
  }

  /** Takes what the secret is now as acknowledged. */
  acknowledge(secret: SecretRecord): void {
    this.history.push(contentOf(secret))
    this.ids.splice(0, Infinity, ...secret.versions.map(({ versionId }) => versionId))
  }
}

/** All that was promised, by region and name, and the value of each version id. */
export class Expected {
  readonly values = new Map<string, string>()
  readonly #lines = new Map<string, Line>()

  lines(): readonly Line[] {
    return [...this.#lines.values()]
  }

  line(region: string, name: string): Line | null {
    return this.#lines.get(`${region} ${name}`) ?? null
  }

  add(line: Line): void {
    // An order to write over what is there may be on its way.
    line.isDoomed = this.lines().some((other) => other.name === line.name && other.forcedTo.has(line.region) && other.replicas.has(line.region))
    this.#lines.set(`${line.region} ${line.name}`, line)
  }

  end(line: Line): void {
    this.#lines.delete(`${line.region} ${line.name}`)
  }

  /** The secret that a step means: in that region, else the first of that name. */
  meant(name: string, region: string): Line | null {
    return this.line(region, name) ?? this.lines().find((line) => line.name === name) ?? null
  }
}
