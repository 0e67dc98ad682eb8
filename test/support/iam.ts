import type { OperationName, WireInput, WireOutput } from '../../shared/operations/catalog.ts'

/** Whatever can call as the root of the vault's account. */
export interface RootCaller {
  call<N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>>
}

export type StatementJson = Readonly<Record<string, unknown>>

/** A policy text of these statements. */
export function policy(...statements: readonly StatementJson[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

export function allow(action: string | readonly string[], resource: string | readonly string[] = '*', more: StatementJson = {}): StatementJson {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more }
}

export function deny(action: string | readonly string[], resource: string | readonly string[] = '*', more: StatementJson = {}): StatementJson {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more }
}

/** A statement of a trust policy. */
export function trust(principal: string | readonly string[], more: StatementJson = {}): StatementJson {
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole', ...more }
}

/** A policy that allows nothing that the tests do: users are made with one, since a user without has full access. */
export const NOTHING = policy(allow('secretsmanager:GetRandomPassword'))

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Makes a user with a policy of its own and an access key. */
export async function makeUser(root: RootCaller, userName: string, document: string = NOTHING): Promise<Credentials> {
  await root.call('workbench:CreateUser', { UserName: userName, PolicyName: 'own', PolicyDocument: document })
  const { AccessKey, SecretAccessKey } = await root.call('workbench:CreateAccessKey', { UserName: userName })
  return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey }
}
