import { firstTables } from './0001-first-tables.ts'

/** SQL of each step; step n takes a file from version n-1 to n. Append only: a released step never changes. */
export const MIGRATIONS: readonly string[] = [firstTables]
