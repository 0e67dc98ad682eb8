import type { Deliverer, TargetState } from './deliverer.ts'

/** What operations may ask of the deliverer, which is made after the vault was opened and ends before it is sealed. */
export class Deliveries {
  #deliverer: Deliverer | null = null

  attach(deliverer: Deliverer): void {
    this.#deliverer = deliverer
  }

  stateOf(region: string): TargetState | null {
    return this.#deliverer?.stateOf(region) ?? null
  }

  /** Tries again, at once, what could not be delivered. */
  retry(region?: string): void {
    this.#deliverer?.retry(region)
  }
}
