import { randomUUID } from 'node:crypto'
import type { FaultFiles, Files } from './fault-files.ts'
import { FaultVault } from './fault-vault.ts'
import type { PostgresServer } from './postgres-server.ts'
import type { Fields } from './rotation-desk.ts'

export type Strategy = 'single' | 'alternating'

/** What a rotation finds: users that were rotated before, so that each has a password and there is a version before. */
export interface Scene {
  readonly files: Files
  readonly arn: string
  readonly current: Fields
  readonly roles: readonly string[]
  /** Makes the server's part as it was. */
  readonly reset: string
}

/** Makes the users, and a vault with their secret that is copied for each rotation. */
export async function makeScene(files: FaultFiles, server: PostgresServer, port: number, strategy: Strategy): Promise<Scene> {
  const name = strategy === 'single' ? 'app' : 'twin'
  const vault = new FaultVault(files, (_event, invocation, { run }) => run(invocation), { isSmall: false, from: null })
  try {
    await vault.open()
    const make = async (of: Fields): Promise<string> => {
      const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: `db-${randomUUID()}`, ClientRequestToken: randomUUID(), SecretString: JSON.stringify(of) })
      return ARN
    }
    const fields = { engine: 'postgres', host: '127.0.0.1', port, ssl: false }
    const master = strategy === 'single' ? {} : { masterarn: await make({ ...fields, ...server.superuser }) }
    const roles = strategy === 'single' ? [name] : [name, `${name}_clone`]
    const older = { ...fields, username: roles.at(-1), password: randomUUID(), ...master }
    const current = { ...older, username: name, password: randomUUID() }
    const arn = await make(older)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: arn, ClientRequestToken: randomUUID(), SecretString: JSON.stringify(current) })
    await server.sql(`CREATE ROLE ${name}${strategy === 'single' ? '' : `; CREATE ROLE ${older.username} IN ROLE ${name}`}`)
    const reset = [older, current].map(({ username, password }) => `ALTER ROLE ${username} WITH LOGIN PASSWORD '${password}'`).join('; ')
    return { files: vault.snapshot(), arn, current, roles, reset }
  } finally {
    await vault.close()
  }
}
