import type { Sensitive } from '../../../shared/sensitive.ts'
import { valueError } from '../rotation-failure.ts'

/** What stands between the quotes of a name that is written in them: such a name keeps its case. Null for any other. */
export function nameInQuotes(name: string): string | null {
  return /^"([^"]+)"$/.exec(name)?.[1] ?? null
}

/** A user's name as Oracle's catalogue has it. @throws RotationFailure ValueError */
export function catalogueName(name: string): string {
  const plain = nameInQuotes(name) ?? name.toUpperCase()
  if (plain.includes('"') || plain.includes('\0')) throw valueError('username must not hold " or a zero byte for Oracle, but for quotes around all of it, which keep its case')
  return plain
}

/** A user name as Oracle's DBMS_ASSERT.ENQUOTE_NAME writes it: in quotes, and upper case unless it was in quotes. @throws RotationFailure ValueError */
export function oracleName(name: string): string {
  return `"${catalogueName(name)}"`
}

/** A password in quotes. There is no way to write a quote in one. @throws RotationFailure ValueError */
export function oraclePassword(password: Sensitive<string>): string {
  const text = password.reveal()
  if (text.includes('"') || text.includes('\0')) throw valueError('The new password must not hold " for Oracle: leave " in EXCLUDE_CHARACTERS.')
  return `"${text}"`
}

/** A statement to its end, which no line in a quoted name is. */
const GRANT_STATEMENT = /^[ \t]*((?:GRANT|ALTER USER)\b(?:"[^"]*"|[^"\r\n;])*)/gim

/** Statements of DBMS_METADATA for another user: the name in quotes is replaced where a grantee stands. */
export function grantsFor(ddl: string, of: string, as: string): readonly string[] {
  const grantee = new RegExp(`(\\bTO |^ALTER USER )"${of.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}"`, 'i')
  return [...ddl.matchAll(GRANT_STATEMENT)].map(([, statement = '']) => statement.trim().replace(grantee, (_, word: string) => `${word}"${as}"`))
}

/** A part of a connect descriptor. Brackets and signs would make it another one. @throws RotationFailure ValueError */
export function descriptorPart(key: string, value: string): string {
  if (!/^[\w.:%$#-]+$/.test(value)) throw valueError(`${key} holds a character that no Oracle address has`)
  return value
}
