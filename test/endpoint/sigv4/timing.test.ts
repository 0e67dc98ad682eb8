import { expect, test } from 'vitest'
import { SignatureVerifier, type AccessKeyRecord, type SignedRequest } from '../../../electron/endpoint/sigv4/verify.ts'
import { signRequest } from '../support/sign-request.ts'

const NOW_MS = Date.UTC(2026, 0, 1, 12, 0, 0)
const IN_USE = 'AKIAINUSE00000000001'
const RESTING = 'AKIARESTING000000001'
const UNKNOWN = 'AKIAUNKNOWN000000001'
const ROUNDS = 10_000
const WARM_UP_ROUNDS = 2_000
/** Medians of two kinds that cost the same lie this close together, on a busy machine too. */
const MAX_SPLIT = 0.08

const SECRETS: Readonly<Record<string, string>> = { [IN_USE]: 'a'.repeat(40), [RESTING]: 'b'.repeat(40) }

function signed(accessKeyId: string, secretAccessKey: string): SignedRequest {
  const body = '{"SecretId":"app/db"}'
  const headers = signRequest({
    host: '127.0.0.1:7345', accessKeyId, secretAccessKey, region: 'us-east-1', service: 'secretsmanager', target: 'secretsmanager.GetSecretValue', body, atMs: NOW_MS,
  })
  return { method: 'POST', path: '/', headers: new Map(Object.entries(headers)), body: Buffer.from(body) }
}

interface Attempt {
  readonly request: SignedRequest
  readonly findAccessKey: (accessKeyId: string) => AccessKeyRecord | null
}

function findAccessKey(accessKeyId: string): AccessKeyRecord | null {
  const secretAccessKey = SECRETS[accessKeyId]
  return secretAccessKey === undefined ? null : { secretAccessKey }
}

/**
 * The median time of each kind of refused attempt, in ns. Kinds are taken in turns, in an order that rotates, so that other load on
 * the machine and the garbage collector fall on all alike; a median takes no notice of the few that they hit.
 */
function medians(verifier: SignatureVerifier, attempts: readonly Attempt[]): readonly number[] {
  const taken = attempts.map((): number[] => [])
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (let turn = 0; turn < attempts.length; turn++) {
      const kind = (turn + round) % attempts.length
      const { request, findAccessKey: find } = attempts[kind] as Attempt
      const startedNs = process.hrtime.bigint()
      let code = 'accepted'
      try {
        verifier.verify(request, { nowMs: NOW_MS, service: 'secretsmanager', isRegion: () => true, findAccessKey: find })
      } catch (error) {
        code = (error as { code: string }).code
      }
      const tookNs = Number(process.hrtime.bigint() - startedNs)
      if (code !== 'InvalidSignatureException') throw new Error(`expected a refusal of the signature, got ${code}`)
      if (round >= WARM_UP_ROUNDS) taken[kind]?.push(tookNs)
    }
  }
  return taken.map((list) => list.sort((left, right) => left - right)[list.length / 2] as number)
}

const split = (left: number, right: number): number => Math.abs(left - right) / Math.min(left, right)

test('an unknown key id, a known one and one that a client uses right now cost the same when the signature is wrong', () => {
  const verifier = new SignatureVerifier()
  // Its signing key is remembered from here on.
  verifier.verify(signed(IN_USE, SECRETS[IN_USE] as string), { nowMs: NOW_MS, service: 'secretsmanager', isRegion: () => true, findAccessKey })
  const [inUse = 0, resting = 0, unknown = 0, unknownAgain = 0] = medians(verifier, [
    { request: signed(IN_USE, 'wrong'), findAccessKey },
    { request: signed(RESTING, 'wrong'), findAccessKey },
    { request: signed(UNKNOWN, 'wrong'), findAccessKey },
    { request: signed(UNKNOWN, 'wrong'), findAccessKey },
  ])
  expect(split(unknown, unknownAgain)).toBeLessThan(MAX_SPLIT)
  expect(split(inUse, unknown)).toBeLessThan(MAX_SPLIT)
  expect(split(resting, unknown)).toBeLessThan(MAX_SPLIT)
})

test('the measurement would see a derivation saved', () => {
  const verifier = new SignatureVerifier()
  const plain = { request: signed(UNKNOWN, 'wrong'), findAccessKey }
  // What the work would be if an unknown key id were refused before anything is computed.
  const early: Attempt = { ...plain, findAccessKey: () => { throw Object.assign(new Error('unknown'), { code: 'InvalidSignatureException' }) } }
  const [full = 0, saved = 0] = medians(verifier, [plain, early])
  expect(split(full, saved)).toBeGreaterThan(3 * MAX_SPLIT)
})
