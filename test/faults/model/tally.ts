/** What a run may really come to, and the part of all runs that must: about half of what it is, so that chance does not fail a test. */
export const LEAST = {
  'a store away with something pending for it': 0.14,
  'a full or read-only store with something pending for it': 0.18,
  'a kill with something pending': 0.3,
  'a kill between the two stores of a delivery': 0.1,
  'a kill in the middle of a put': 0.12,
  'a put that was kept without an answer': 0.08,
  'a promotion': 0.25,
  'a promotion twice': 0.25,
  'a promotion that was killed': 0.05,
  'a removal': 0.25,
  'a label move of a rotation': 0.12,
  'a deletion and restore': 0.1,
  'a name made anew': 0.1,
  'a replica that another secret was in the way of': 0.01,
  'a forced replacement': 0.004,
  'a commit that failed and was kept': 0.05,
} as const

export const HAPPENINGS = Object.keys(LEAST) as readonly Happening[]

export type Happening = keyof typeof LEAST

/** Counts in how many runs each thing happened, so that a test cannot become empty without anybody noticing. */
export class Tally {
  readonly runs = new Map<Happening, number>()
  #now = new Set<Happening>()
  count = 0
  delivered = 0

  note(happening: Happening): void {
    this.#now.add(happening)
  }

  endRun(delivered: number): void {
    for (const happening of this.#now) this.runs.set(happening, (this.runs.get(happening) ?? 0) + 1)
    this.#now = new Set()
    this.count += 1
    this.delivered += delivered
  }

  /** What happened too seldom for the runs to mean what they are said to. */
  get tooSeldom(): readonly Happening[] {
    return HAPPENINGS.filter((happening) => this.share(happening) < LEAST[happening])
  }

  /** The part of all runs, 0 to 1. */
  share(happening: Happening): number {
    return this.count === 0 ? 0 : (this.runs.get(happening) ?? 0) / this.count
  }

  inWords(): string {
    const lines = HAPPENINGS.map((happening) => `${(100 * this.share(happening)).toFixed(0).padStart(3)} % ${happening}`)
    return [`${String(this.count)} runs, ${String(this.delivered)} versions found in replicas; of the runs`, ...lines].join('\n')
  }
}
