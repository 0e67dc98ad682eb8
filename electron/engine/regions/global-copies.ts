import { ServiceError } from '../../../shared/errors.ts'
import type { Logger } from '../host.ts'
import type { RegionStore } from '../storage/region-store.ts'

type Row = { readonly id: string }

/** What is said once for the whole vault. The home region's rows count; every other store carries copies, to go on alone. */
export const GLOBAL_TABLES = ['vault_setting', 'vault_region', 'account', 'iam_user', 'iam_group', 'iam_role', 'access_key', 'saved_filter', 'function', 'former_root_key'] as const

/** Facts of one place, or that change with every call: not worth a write in every store. */
const NOT_COPIED: Readonly<Record<string, string>> = { access_key: 'lastUsedAtMs', vault_setting: 'auditSequence' }

/** Makes a store's copies the same as the home region's rows. Joins a running transaction; writes nothing when nothing differs. */
export function copyGlobals(home: RegionStore, store: RegionStore): void {
  const changes = GLOBAL_TABLES.flatMap((table) => differences(table, home, store))
  if (changes.length === 0) return
  store.transaction(() => {
    for (const change of changes) change()
  })
}

function differences(table: string, home: RegionStore, store: RegionStore): readonly (() => void)[] {
  const source = home.table<Row>(table)
  const target = store.table<Row>(table)
  const wanted = [...source.all()].map((row) => withoutLocal(table, row))
  const gone = [...target.all()].filter(({ id }) => source.get(id) === null)
  return [
    ...wanted.filter((row) => !isSame(withoutLocal(table, target.get(row.id)), row)).map((row) => () => target.put(row)),
    ...gone.map(({ id }) => () => void target.delete(id)),
  ]
}

function withoutLocal<T extends Row | null>(table: string, row: T): T {
  const member = NOT_COPIED[table]
  if (member === undefined || row === null || !(member in row)) return row
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== member)) as unknown as T
}

function isSame(left: Row | null, right: Row): boolean {
  return left !== null && JSON.stringify(left) === JSON.stringify(right)
}

/** Keeps the copies up to date: once for all the changes of one turn of the event loop. */
export class GlobalCopies {
  readonly #home: RegionStore
  readonly #others: () => Iterable<RegionStore>
  /** Runs when the others may be touched. */
  readonly #whenLooked: (run: () => void) => void
  readonly #log: Logger
  #isPlanned = false
  #isClosed = false

  constructor(home: RegionStore, others: () => Iterable<RegionStore>, whenLooked: (run: () => void) => void, log: Logger) {
    this.#home = home
    this.#others = others
    this.#whenLooked = whenLooked
    this.#log = log
    for (const table of GLOBAL_TABLES) home.table<Row>(table).onChange(() => this.#plan())
  }

  /** Copies what is not copied yet. A store that cannot be written now gets its copies with the next change, or at unlock. */
  copyNow(): void {
    this.#isPlanned = false
    if (this.#isClosed) return
    for (const store of this.#others()) {
      try {
        copyGlobals(this.#home, store)
      } catch (thrown) {
        this.#log.warn('Accounts and identities could not be copied to a region', { region: store.region, code: ServiceError.from(thrown).code })
      }
    }
  }

  close(): void {
    this.copyNow()
    this.#isClosed = true
  }

  #plan(): void {
    if (this.#isPlanned || this.#isClosed) return
    this.#isPlanned = true
    queueMicrotask(() => this.#whenLooked(() => this.copyNow()))
  }
}
