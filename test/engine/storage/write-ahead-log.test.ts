import Database from 'better-sqlite3'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withLog } from '../../../electron/engine/storage/write-ahead-log.ts'

let folder: string
let file: string
let database: Database.Database
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coffer-log-'))
  file = join(folder, 'store.db')
  database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('wal_autocheckpoint = 0')
  database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)')
  database.pragma('wal_checkpoint(TRUNCATE)')
})
afterEach(() => {
  database.close()
  rmSync(folder, { recursive: true, force: true })
})

const add = (from: number, to: number) => {
  const insert = database.prepare('INSERT INTO t VALUES (?, zeroblob(900))')
  database.transaction(() => {
    for (let number = from; number < to; number++) insert.run(number)
  })()
}
const files = () => ({ main: readFileSync(file), log: readFileSync(`${file}-wal`) })

function countIn(bytes: Buffer): unknown {
  const image = Buffer.from(bytes)
  image[18] = image[19] = 1
  const opened = new Database(image)
  try {
    expect(opened.pragma('integrity_check', { simple: true })).toBe('ok')
    return opened.prepare('SELECT COUNT(*) FROM t').pluck().get()
  } finally {
    opened.close()
  }
}

test('commits that are only in the log are there, pages that came in two of them in their last state', () => {
  add(0, 40)
  add(40, 45)
  database.exec('DELETE FROM t WHERE a < 10')
  const { main, log } = files()
  expect(countIn(main)).toBe(0)
  expect(countIn(withLog(main, log))).toBe(35)
})

test('a log that was cut off gives every whole commit before the cut, wherever it is', () => {
  add(0, 3)
  const first = files().log.length
  add(3, 40)
  const { main, log } = files()
  for (let cut = 0; cut < log.length; cut += 97) expect([cut, countIn(withLog(main, log.subarray(0, cut)))]).toEqual([cut, cut < first ? 0 : 3])
  expect(countIn(withLog(main, log))).toBe(40)
})

test('a changed byte ends the log before its commit, and one in its header makes it no log', () => {
  add(0, 3)
  const first = files().log.length
  add(3, 40)
  const { main, log } = files()
  for (const [at, count] of [[first + 200, 3], [40, 0], [20, 0], [3, 0]] as const) {
    const changed = Buffer.from(log)
    changed[at] = (changed[at] ?? 0) ^ 0x10
    expect([at, countIn(withLog(main, changed))]).toEqual([at, count])
  }
})

test('frames that an earlier log left behind a shorter one do not count', () => {
  add(0, 40)
  database.pragma('wal_checkpoint(RESTART)')
  database.exec('DELETE FROM t WHERE a = 0')
  const { main, log } = files()
  expect(countIn(main)).toBe(40)
  expect(countIn(withLog(main, log))).toBe(39)
})
