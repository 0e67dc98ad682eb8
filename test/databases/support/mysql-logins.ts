import mysql from 'mysql2/promise'

/** The account that a test's own server of MySQL's kind has; it may come from this machine alone. */
export const ROOT = { username: 'root', password: 'root-Harbour-22' } as const

export interface MysqlLogins {
  /** Runs statements one after the other as root; the rows of the last. */
  sql(...statements: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]>
  /** Opens a connection; the test closes it. Rejects when the login is refused. */
  login(user: string, password: string, database?: string): Promise<mysql.Connection>
}

/** Connections of the test's own to a server of MySQL's kind on a port of the loopback. */
export function mysqlLogins(port: number, withTls: boolean): MysqlLogins {
  const login = async (user: string, password: string, database?: string): Promise<mysql.Connection> => {
    const connection = await mysql.createConnection({ host: '127.0.0.1', port, user, password, charset: 'utf8mb4', ...(database === undefined ? {} : { database }), ...(withTls ? { ssl: { rejectUnauthorized: false } } : {}) })
    connection.on('error', () => {})
    return connection
  }
  return {
    login,
    async sql(...statements) {
      const connection = await login(ROOT.username, ROOT.password)
      try {
        let rows: unknown = []
        for (const statement of statements) [rows] = await connection.query(statement)
        return Array.isArray(rows) ? (rows as Record<string, unknown>[]) : []
      } finally {
        await connection.end()
      }
    },
  }
}
