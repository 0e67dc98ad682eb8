import type { ServerMessage } from './tds-tokens.ts'

/** An error of the server, with Microsoft's number and words. */
export class SqlError extends Error {
  readonly number: number
  readonly state: number
  readonly class: number
  /** Told after this one: some failures come as two. */
  readonly following: SqlError | null

  constructor(number: number, message: string, { state = 1, severity = 16, following = null }: { readonly state?: number; readonly severity?: number; readonly following?: SqlError | null } = {}) {
    super(message)
    this.number = number
    this.state = state
    this.class = severity
    this.following = following
  }

  messages(): readonly ServerMessage[] {
    return [{ number: this.number, state: this.state, class: this.class, message: this.message }, ...(this.following?.messages() ?? [])]
  }
}

export interface SqlToken {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'variable' | 'sign' | 'end'
  /** Words in upper case, names and texts without their quotes, anything else as it stands. */
  readonly value: string
  readonly raw: string
}

const PATTERN = /(?<space>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<name>\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*")|(?<text>N?'(?:[^']|'')*')|(?<variable>@@?[\w$#]+)|(?<number>\d+)|(?<word>[\p{L}_#][\p{L}\p{N}_$#@]*)|(?<sign><>|::|[-+=(),.;*])/uy

/** Splits a batch. Texts and names end where SQL Server ends them: a backslash means nothing, a doubled quote stands for one. */
export function sqlTokens(sql: string): readonly SqlToken[] {
  const tokens: SqlToken[] = []
  PATTERN.lastIndex = 0
  while (PATTERN.lastIndex < sql.length) {
    const at = PATTERN.lastIndex
    const groups = PATTERN.exec(sql)?.groups
    if (groups === undefined) throw cannotRead(sql.slice(at))
    const { name, text, variable, number, word, sign } = groups
    if (name !== undefined) tokens.push({ kind: 'name', raw: name, value: name.startsWith('[') ? name.slice(1, -1).replaceAll(']]', ']') : name.slice(1, -1).replaceAll('""', '"') })
    else if (text !== undefined) tokens.push({ kind: 'text', raw: text, value: text.slice(text.indexOf("'") + 1, -1).replaceAll("''", "'") })
    else if (variable !== undefined) tokens.push({ kind: 'variable', raw: variable, value: variable.toLowerCase() })
    else if (number !== undefined) tokens.push({ kind: 'number', raw: number, value: number })
    else if (word !== undefined) tokens.push({ kind: 'word', raw: word, value: word.toUpperCase() })
    else if (sign !== undefined) tokens.push({ kind: 'sign', raw: sign, value: sign })
  }
  return [...tokens, { kind: 'end', raw: '', value: '' }]
}

function cannotRead(rest: string): SqlError {
  if (/^(N?'|"|\[)/.test(rest)) return new SqlError(105, `Unclosed quotation mark after the character string '${rest.replace(/^N?['"[]/, '').slice(0, 128)}'.`, { severity: 15 })
  return new SqlError(102, `Incorrect syntax near '${rest.slice(0, 1)}'.`, { severity: 15 })
}

/** Words that cannot name anything without brackets. Source: Reserved keywords (Transact-SQL), Microsoft. */
const RESERVED = new Set(
  `ADD ALL ALTER AND ANY AS ASC AUTHORIZATION BACKUP BEGIN BETWEEN BREAK BROWSE BULK BY CASCADE CASE CHECK CHECKPOINT CLOSE CLUSTERED COALESCE
  COLLATE COLUMN COMMIT COMPUTE CONSTRAINT CONTAINS CONTAINSTABLE CONTINUE CONVERT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP
  CURRENT_USER CURSOR DATABASE DBCC DEALLOCATE DECLARE DEFAULT DELETE DENY DESC DISK DISTINCT DISTRIBUTED DOUBLE DROP DUMP ELSE END ERRLVL ESCAPE
  EXCEPT EXEC EXECUTE EXISTS EXIT EXTERNAL FETCH FILE FILLFACTOR FOR FOREIGN FREETEXT FREETEXTTABLE FROM FULL FUNCTION GOTO GRANT GROUP HAVING
  HOLDLOCK IDENTITY IDENTITY_INSERT IDENTITYCOL IF IN INDEX INNER INSERT INTERSECT INTO IS JOIN KEY KILL LEFT LIKE LINENO LOAD MERGE NATIONAL
  NOCHECK NONCLUSTERED NOT NULL NULLIF OF OFF OFFSETS ON OPEN OPENDATASOURCE OPENQUERY OPENROWSET OPENXML OPTION OR ORDER OUTER OVER PERCENT PIVOT
  PLAN PRECISION PRIMARY PRINT PROC PROCEDURE PUBLIC RAISERROR READ READTEXT RECONFIGURE REFERENCES REPLICATION RESTORE RESTRICT RETURN REVERT
  REVOKE RIGHT ROLLBACK ROWCOUNT ROWGUIDCOL RULE SAVE SCHEMA SECURITYAUDIT SELECT SEMANTICKEYPHRASETABLE SESSION_USER SET SETUSER SHUTDOWN SOME
  STATISTICS SYSTEM_USER TABLE TABLESAMPLE TEXTSIZE THEN TO TOP TRAN TRANSACTION TRIGGER TRUNCATE TRY_CONVERT TSEQUAL UNION UNIQUE UNPIVOT UPDATE
  UPDATETEXT USE USER VALUES VARYING VIEW WAITFOR WHEN WHERE WHILE WITH WITHIN WRITETEXT`.split(/\s+/),
)

/** A place in the tokens of a batch. */
export class SqlCursor {
  readonly #tokens: readonly SqlToken[]
  #at = 0

  constructor(sql: string) {
    this.#tokens = sqlTokens(sql)
  }

  peek(offset = 0): SqlToken {
    return this.#tokens[Math.min(this.#at + offset, this.#tokens.length - 1)] as SqlToken
  }

  next(): SqlToken {
    const token = this.peek()
    this.#at++
    return token
  }

  /** Whether these words or signs come next. */
  sees(...values: readonly string[]): boolean {
    return values.every((value, offset) => {
      const token = this.peek(offset)
      return (token.kind === 'word' || token.kind === 'sign') && token.value === value
    })
  }

  takes(...values: readonly string[]): boolean {
    if (!this.sees(...values)) return false
    this.#at += values.length
    return true
  }

  expect(...values: readonly string[]): void {
    for (const value of values) if (!this.takes(value)) throw this.unexpected()
  }

  /** A name: in brackets anything, else a word that is not reserved. */
  name(): string {
    const token = this.peek()
    if (token.kind === 'name') {
      if (token.value === '' || token.value.length > 128) throw new SqlError(token.value === '' ? 1038 : 103, token.value === '' ? 'An object or column name is missing or empty.' : `The identifier that starts with '${token.value.slice(0, 128)}' is too long. Maximum length is 128.`, { severity: 15 })
      return this.next().value
    }
    if (token.kind !== 'word' || RESERVED.has(token.value)) throw this.unexpected()
    return this.next().raw
  }

  text(): string {
    if (this.peek().kind !== 'text') throw this.unexpected()
    return this.next().value
  }

  unexpected(): SqlError {
    const token = this.peek()
    if (token.kind === 'word' && RESERVED.has(token.value)) return new SqlError(156, `Incorrect syntax near the keyword '${token.raw}'.`, { severity: 15 })
    return new SqlError(102, `Incorrect syntax near '${token.value}'.`, { severity: 15 })
  }

  get isAtEnd(): boolean {
    return this.peek().kind === 'end'
  }
}
