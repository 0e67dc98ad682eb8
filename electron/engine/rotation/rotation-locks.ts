/** What one rotation must have to itself, and what may not change under it. */
export interface LockWish {
  readonly exclusive: readonly string[]
  readonly shared: readonly string[]
}

interface Waiter {
  readonly wish: LockWish
  readonly grant: () => void
}

/**
 * Keeps rotations apart that would meet at the same login, and a master secret still while a rotation uses it. All names of a
 * wish are granted at once, so that no two rotations wait for each other; who came first goes first.
 */
export class RotationLocks {
  readonly #held = new Map<string, { readonly exclusive: boolean; count: number }>()
  #waiters: Waiter[] = []

  /** Waits until the wish is granted; the answer gives it back. Null when the signal came first. */
  acquire(wish: LockWish, signal: AbortSignal): Promise<(() => void) | null> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        wish,
        grant: () => {
          this.#hold(wish)
          resolve(() => this.#release(wish))
        },
      }
      signal.addEventListener(
        'abort',
        () => {
          this.#waiters = this.#waiters.filter((other) => other !== waiter)
          resolve(null)
        },
        { once: true },
      )
      if (signal.aborted) return resolve(null)
      this.#waiters.push(waiter)
      return this.#grantNext()
    })
  }

  #grantNext(): void {
    for (const waiter of this.#waiters) {
      if (!this.#isFree(waiter.wish)) continue
      this.#waiters = this.#waiters.filter((other) => other !== waiter)
      waiter.grant()
    }
  }

  #isFree({ exclusive, shared }: LockWish): boolean {
    return exclusive.every((name) => !this.#held.has(name)) && shared.every((name) => this.#held.get(name)?.exclusive !== true)
  }

  #hold({ exclusive, shared }: LockWish): void {
    for (const name of exclusive) this.#held.set(name, { exclusive: true, count: 1 })
    for (const name of shared) this.#held.set(name, { exclusive: false, count: (this.#held.get(name)?.count ?? 0) + 1 })
  }

  #release({ exclusive, shared }: LockWish): void {
    for (const name of exclusive) this.#held.delete(name)
    for (const name of shared) {
      const held = this.#held.get(name)
      if (held === undefined || held.count <= 1) this.#held.delete(name)
      else held.count -= 1
    }
    this.#grantNext()
  }
}
