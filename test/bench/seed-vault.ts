import { randomBytes } from 'node:crypto'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { callCore } from '../../electron/cli/socket-client.ts'

const SECRETS_A_CALL = 5_000
const TEAMS = ['payments', 'web', 'search', 'mail', 'data', 'platform']

/** The name of one of the seeded secrets. */
export function seededName(index: number): string {
  return `${index % 3 === 0 ? 'prod' : 'staging'}/${TEAMS[index % TEAMS.length]}/service-${index}`
}

/** Another access key of the vault's first user. */
export async function secondAccessKey(vault: string): Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string }> {
  const address = socketAddress(vault, process.platform, process.env)
  const { Users } = (await callCore(address, 'workbench:ListUsers', {})) as { readonly Users: readonly { readonly UserName: string }[] }
  const made = (await callCore(address, 'workbench:CreateAccessKey', { UserName: Users[0]?.UserName ?? '' })) as { readonly AccessKey: { readonly AccessKeyId: string }; readonly SecretAccessKey: string }
  return { accessKeyId: made.AccessKey.AccessKeyId, secretAccessKey: made.SecretAccessKey }
}

/** Writes `count` secrets of a usual size (about 150 bytes of JSON) through the running core, in a few large imports. */
export async function seedVault(vault: string, count: number, from = 0): Promise<void> {
  const address = socketAddress(vault, process.platform, process.env)
  for (let start = from; start < count; start += SECRETS_A_CALL) {
    const names = Array.from({ length: Math.min(SECRETS_A_CALL, count - start) }, (_, offset) => seededName(start + offset))
    const secrets = names.map((name) => ({
      Name: name,
      Description: `Credentials of ${name.split('/').at(-1)}`,
      SecretString: JSON.stringify({ engine: 'postgres', host: 'db.internal', port: 5432, username: 'app', password: randomBytes(18).toString('base64'), dbname: 'app' }),
    }))
    await callCore(address, 'workbench:ApplyImport', { Format: 'json', Text: JSON.stringify(secrets), Layout: 'one-secret-per-entry', Names: names })
  }
}
