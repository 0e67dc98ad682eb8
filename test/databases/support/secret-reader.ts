import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { EndpointAccess } from '../../support/doors.ts'
import type { Fields } from './rotation-desk.ts'

/** A client of an application: it reads the secret anew for each login. */
export interface SecretReader {
  /** Logins with each version that worked. */
  readonly loginsWith: ReadonlyMap<string, number>
  /** Logins with each version that were refused, with the server's reasons. */
  readonly refusalsOf: ReadonlyMap<string, readonly string[]>
  /** The longest time, in milliseconds, from a refused login to the first that worked again. */
  readonly longestGapMs: () => number
  stop(): Promise<void>
}

/**
 * Starts a client that reads the secret through the endpoint by the SDK and logs in, again and again. A login that is refused is
 * not repeated with the same value: it reads until the secret has another, as a client that keeps its connections' secret does.
 */
export function startReader(access: EndpointAccess, secretId: string, login: (fields: Fields) => Promise<void>): SecretReader {
  const client = new SecretsManagerClient(access)
  const loginsWith = new Map<string, number>()
  const refusalsOf = new Map<string, readonly string[]>()
  let refusedAtMs: number | null = null
  let refusedValue = ''
  let longestGapMs = 0
  let isStopped = false
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      const { SecretString = '', VersionId = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
      if (SecretString === refusedValue) continue
      try {
        await login(JSON.parse(SecretString) as Fields)
        loginsWith.set(VersionId, (loginsWith.get(VersionId) ?? 0) + 1)
        if (refusedAtMs !== null) longestGapMs = Math.max(longestGapMs, performance.now() - refusedAtMs)
        refusedAtMs = null
      } catch (thrown) {
        refusedValue = SecretString
        refusedAtMs ??= performance.now()
        refusalsOf.set(VersionId, [...(refusalsOf.get(VersionId) ?? []), String((thrown as { code?: unknown }).code)])
      }
    }
  }
  const running = loop()
  return {
    loginsWith,
    refusalsOf,
    longestGapMs: () => longestGapMs,
    async stop() {
      isStopped = true
      try {
        await running
      } finally {
        client.destroy()
      }
    },
  }
}
