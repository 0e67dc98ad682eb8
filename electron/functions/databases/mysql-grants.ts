import { afterAccount, hasWords, mysqlAccount, tokensOf, type Account } from './mysql-text.ts'

/**
 * A row of SHOW GRANTS as a statement for another account; null for a row that gives nothing. What the row says of password and
 * TLS is left out (the account has its own), the right to pass on and partial revokes are kept.
 */
export function grantFor(row: string, account: Account): string | null {
  const tokens = tokensOf(row)
  if (hasWords(tokens, 0, 'SET', 'DEFAULT', 'ROLE')) {
    const at = tokens.findIndex((_, index) => hasWords(tokens, index, 'FOR'))
    return `${row.slice(0, tokens[at < 0 ? tokens.length - 1 : at - 1]?.end)} FOR ${mysqlAccount(account)}`
  }
  const word = hasWords(tokens, 0, 'REVOKE') ? 'FROM' : 'TO'
  const at = tokens.findIndex((_, index) => hasWords(tokens, index, word))
  const before = tokens[at - 1]
  if (at < 0 || before === undefined) return null
  const isUsage = hasWords(tokens, 1, 'USAGE')
  const passedOn = passesOn(row, afterAccount(tokens, at + 1))
  if (isUsage && passedOn === '') return null
  return `${row.slice(0, before.end)} ${word} ${mysqlAccount(account)}${passedOn}`
}

function passesOn(row: string, from: number): string {
  const tokens = tokensOf(row)
  for (let at = from; at < tokens.length; at++) {
    if (hasWords(tokens, at, 'GRANT', 'OPTION')) return ' WITH GRANT OPTION'
    if (hasWords(tokens, at, 'ADMIN', 'OPTION')) return ' WITH ADMIN OPTION'
  }
  return ''
}

/** What of SHOW CREATE USER makes up an account besides its password. */
export interface AccountOptions {
  /** The plug-in that checks its password, where the server names one. */
  readonly plugin: string | null
  /** `REQUIRE …`, `WITH MAX_… n`, `PASSWORD EXPIRE …`, `FAILED_LOGIN_ATTEMPTS …` as the server printed them. */
  readonly options: string
  /** MySQL's `DEFAULT ROLE …`; MariaDB lists that among the grants. */
  readonly defaultRole: string | null
}

const FIRST_OPTION = /^(REQUIRE|WITH|PASSWORD|ACCOUNT|DEFAULT|FAILED_LOGIN_ATTEMPTS|PASSWORD_LOCK_TIME|ATTRIBUTE|COMMENT)$/

/** Reads the statement of SHOW CREATE USER. Locks and an expired password stay behind: the other user is to log in. */
export function accountOptions(statement: string): AccountOptions {
  const tokens = tokensOf(statement)
  let at = afterAccount(tokens, 2)
  let plugin: string | null = null
  if (hasWords(tokens, at, 'IDENTIFIED')) {
    if (hasWords(tokens, at + 1, 'WITH') || hasWords(tokens, at + 1, 'VIA')) {
      plugin = unquoted(tokens[at + 2]?.text ?? '')
      at += 3
    } else at += 1
    // Password, hash, further plug-ins: all up to the first word that begins an option.
    while (at < tokens.length && !isOption(tokens, at)) at += 1
  }
  let defaultRole: string | null = null
  const options: string[] = []
  while (at < tokens.length) {
    const next = nextOption(tokens, at + 1)
    const text = statement.slice(tokens[at]?.start, tokens[next - 1]?.end)
    if (hasWords(tokens, at, 'DEFAULT', 'ROLE')) defaultRole = text
    else if (!hasWords(tokens, at, 'ACCOUNT') && !/^PASSWORD EXPIRE$/i.test(text)) options.push(text)
    at = next
  }
  return { plugin, options: options.join(' '), defaultRole }
}

/** `PASSWORD` begins an option unless a hash follows it, as in MariaDB's `IDENTIFIED BY PASSWORD '*…'`. */
function isOption(tokens: ReturnType<typeof tokensOf>, at: number): boolean {
  const token = tokens[at]
  if (token === undefined || token.isQuoted || !FIRST_OPTION.test(token.text.toUpperCase())) return false
  return !(hasWords(tokens, at, 'PASSWORD') && (tokens[at + 1]?.isQuoted === true || tokens[at + 1]?.text === '('))
}

/** Options begin at a keyword; `DEFAULT` after another word is a value (`PASSWORD EXPIRE DEFAULT`, `PASSWORD HISTORY DEFAULT`). */
function nextOption(tokens: ReturnType<typeof tokensOf>, from: number): number {
  for (let at = from; at < tokens.length; at++) {
    if (hasWords(tokens, at, 'DEFAULT') && !hasWords(tokens, at, 'DEFAULT', 'ROLE')) continue
    if (hasWords(tokens, at, 'PASSWORD') && !/^(EXPIRE|HISTORY|REUSE|REQUIRE)$/i.test(tokens[at + 1]?.text ?? '')) continue
    if (hasWords(tokens, at, 'REQUIRE') && hasWords(tokens, at - 1, 'PASSWORD')) continue
    if (isOption(tokens, at)) return at
  }
  return tokens.length
}

function unquoted(text: string): string {
  return text.replace(/^[`'"]|[`'"]$/g, '')
}
