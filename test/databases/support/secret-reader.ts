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
  /** The most logins that were refused one after the other. */
  readonly mostRefusalsInARow: () => number
  stop(): Promise<void>
}

/**
 * Starts a client that reads the secret through the endpoint by the SDK and logs in, again and again. After a login that was
 * refused one that is patient reads until the secret has another value, as a client that keeps its connections' secret does; one
 * that is not takes the first answer, whatever it is, and logs in at once. Before other logins it keeps what it read until `keeps`.
 */
export function startReader(access: EndpointAccess, secretId: string, login: (fields: Fields) => Promise<void>, { isPatient = true, keeps }: { readonly isPatient?: boolean; readonly keeps?: () => Promise<void> } = {}): SecretReader {
  const client = new SecretsManagerClient(access)
  const loginsWith = new Map<string, number>()
  const refusalsOf = new Map<string, readonly string[]>()
  let refusedAtMs: number | null = null
  let refusedValue = ''
  let longestGapMs = 0
  let inARow = 0
  let mostInARow = 0
  let isStopped = false
  const loop = async (): Promise<void> => {
    while (!isStopped) {
      const { SecretString = '', VersionId = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretId }))
      if (isPatient && SecretString === refusedValue) continue
      if (refusedAtMs === null) await keeps?.()
      try {
        await login(JSON.parse(SecretString) as Fields)
        loginsWith.set(VersionId, (loginsWith.get(VersionId) ?? 0) + 1)
        if (refusedAtMs !== null) longestGapMs = Math.max(longestGapMs, performance.now() - refusedAtMs)
        refusedAtMs = null
        inARow = 0
      } catch (thrown) {
        refusedValue = SecretString
        mostInARow = Math.max(mostInARow, (inARow += 1))
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
    mostRefusalsInARow: () => mostInARow,
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
