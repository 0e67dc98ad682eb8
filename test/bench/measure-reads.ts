import { generateLoad, type LoadResult } from '../endpoint/support/load-generator.ts'
import { signedBytes } from '../endpoint/support/signed-client.ts'
import { seededName } from './seed-vault.ts'

const PRESIGNED = 2_000

export interface AccessKey {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface ReadTarget {
  readonly port: number
  readonly region: string
  /** The clients' access keys, in turn: one alone is held to AWS's 10,000 requests a second. */
  readonly keys: readonly AccessKey[]
  readonly secretCount: number
}

/** GetSecretValue over HTTP with SigV4, on secrets spread over the whole vault, from `connections` clients at once. */
export async function measureReads(target: ReadTarget, connections: number, durationMs: number): Promise<LoadResult> {
  const requests = Array.from({ length: PRESIGNED }, (_, index) =>
    signedBytes({ ...target, ...(target.keys[index % target.keys.length] as AccessKey) }, {
      target: 'secretsmanager.GetSecretValue',
      body: JSON.stringify({ SecretId: seededName(Math.floor((index * target.secretCount) / PRESIGNED)) }),
    }),
  )
  let next = 0
  return generateLoad({ port: target.port, connections, durationMs, nextRequest: () => requests[next++ % PRESIGNED] as Buffer })
}
