const ESCAPES: Readonly<Record<string, string>> = { '\0': '\\0', '\n': '\\n', '\r': '\\r', '\u001a': '\\Z', "'": "\\'", '"': '\\"', '\\': '\\\\' }

/** A string literal of MySQL and MariaDB. Only for a session whose sql_mode has no NO_BACKSLASH_ESCAPES: sessions here set theirs. */
export function mysqlLiteral(text: string): string {
  // eslint-disable-next-line no-control-regex -- the characters that the server wants escaped
  return `'${text.replace(/[\0\n\r\u001a'"\\]/g, (letter) => ESCAPES[letter] ?? letter)}'`
}

/** An account: a user name and the host that it may come from. */
export interface Account {
  readonly user: string
  readonly host: string
}

export function mysqlAccount({ user, host }: Account): string {
  return `${mysqlLiteral(user)}@${mysqlLiteral(host)}`
}

/** Reads `user@host` as CURRENT_USER() gives it: the host is what follows the last @. */
export function parseAccount(text: string): Account {
  const at = text.lastIndexOf('@')
  return { user: text.slice(0, at), host: text.slice(at + 1) }
}

/** A word, a quoted text (with its quotes) or a sign of a statement that the server printed. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly isQuoted: boolean
}

/** Splits a statement that the server printed, so that keywords are never looked for inside names and texts. */
export function tokensOf(statement: string): readonly Token[] {
  const pattern = /`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|[\w$\u0080-\uffff]+|[^\s\w$]/gs
  return [...statement.matchAll(pattern)].map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length, isQuoted: /^[`'"]/.test(match[0]) }))
}

/** Whether the words stand at a place of the statement, in any case and outside quotes. */
export function hasWords(tokens: readonly Token[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, offset) => {
    const token = tokens[at + offset]
    return token !== undefined && !token.isQuoted && token.text.toUpperCase() === word
  })
}

/** The place just behind an account that begins at a token: `app`@`%`, or a role's bare name. */
export function afterAccount(tokens: readonly Token[], at: number): number {
  return tokens[at + 1]?.text === '@' ? at + 3 : at + 1
}
