import { Connection, Request, TYPES } from 'tedious'

/** A login of the test's own, through the real driver. */
export interface SqlServerLogin {
  /** Runs a statement; with a value it goes as a call of sp_executesql with the parameter @value. Rejects with the driver's error. */
  query(sql: string, value?: string | number): Promise<readonly (readonly unknown[])[]>
  close(): Promise<void>
}

interface LoginOptions {
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database?: string
  /** The authority that is trusted; plain text without. */
  readonly authority?: string
}

/** Logs in. Rejects with the numbers of the server's errors, or with the driver's error where the server said nothing. */
export async function sqlServerLogin({ port, user, password, database, authority }: LoginOptions): Promise<SqlServerLogin> {
  const connection = new Connection({
    server: '127.0.0.1',
    authentication: { type: 'default', options: { userName: user, password } },
    options: { port, encrypt: authority !== undefined, trustServerCertificate: false, ...(authority === undefined ? {} : { cryptoCredentialsDetails: { ca: authority } }), ...(database === undefined ? {} : { database }) },
  })
  const numbers: number[] = []
  connection.on('errorMessage', ({ number }: { readonly number: number }) => numbers.push(number))
  connection.on('error', () => {})
  const ended = new Promise<void>((resolve) => connection.on('end', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => {
      if (error === undefined || error === null) resolve()
      else {
        connection.close()
        reject(numbers.length > 0 ? new Error(numbers.join()) : error)
      }
    })
  })
  return {
    query: (sql, value) =>
      new Promise((resolve, reject) => {
        const rows: unknown[][] = []
        const request = new Request(sql, (error) => (error === undefined || error === null ? resolve(rows) : reject(error)))
        request.on('row', (columns: readonly { readonly value: unknown }[]) => rows.push(columns.map((column) => column.value)))
        if (value === undefined) return connection.execSqlBatch(request)
        request.addParameter('value', typeof value === 'number' ? TYPES.Int : TYPES.NVarChar, value)
        connection.execSql(request)
      }),
    async close() {
      connection.close()
      await ended
    },
  }
}
