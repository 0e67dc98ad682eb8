// A rotation function for one PostgreSQL user: SDK v3, pg, four steps.
import { GetRandomPasswordCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManager } from '@aws-sdk/client-secrets-manager'
import pg from 'pg'

const client = new SecretsManager({})

export async function handler({ SecretId, ClientRequestToken, Step }) {
  const { VersionIdsToStages } = await client.describeSecret({ SecretId })
  if (VersionIdsToStages[ClientRequestToken].includes('AWSCURRENT')) return
  const pending = { SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' }
  const valueOf = async (input) => JSON.parse((await client.send(new GetSecretValueCommand(input))).SecretString)
  if (Step === 'createSecret') {
    const current = await valueOf({ SecretId, VersionStage: 'AWSCURRENT' })
    if (await valueOf(pending).catch(() => null)) return
    const { RandomPassword } = await client.send(new GetRandomPasswordCommand({ ExcludeCharacters: ':/@"\'\\', PasswordLength: 32 }))
    await client.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString: JSON.stringify({ ...current, password: RandomPassword }), VersionStages: ['AWSPENDING'] }))
  } else if (Step === 'setSecret') {
    const wanted = await valueOf(pending)
    const done = await login(wanted).catch(() => null)
    if (done !== null) return done.end()
    const connection = await login(await valueOf({ SecretId, VersionStage: 'AWSCURRENT' }))
    await connection.query(`ALTER USER ${pg.escapeIdentifier(wanted.username)} WITH PASSWORD ${pg.escapeLiteral(wanted.password)}`)
    await connection.end()
    console.info('setSecret: done for', wanted.username)
  } else if (Step === 'testSecret') {
    const connection = await login(await valueOf(pending))
    await connection.query('SELECT NOW()')
    await connection.end()
  } else {
    const [RemoveFromVersionId] = Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes('AWSCURRENT'))
    await client.updateSecretVersionStage({ SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId })
  }
}

async function login({ host, port, username, password, dbname }) {
  const connection = new pg.Client({ host, port, user: username, password, database: dbname })
  await connection.connect()
  return connection
}
