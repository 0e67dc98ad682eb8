import { isAwsRegion, partitionOf } from '../../shared/arn.ts'
import type { EngineStatus, Engine } from '../engine/engine.ts'
import type { Principal } from '../engine/caller.ts'
import type { SignatureVerifier, SignedRequest } from './sigv4/verify.ts'

const CREDENTIAL = /Credential=([^/,\s]{1,128})\/[^/,\s]{1,16}\/([^/,\s]{1,64})\//
const REGION = /^([a-z]+-)+\d+$/
const ACCOUNT_ID = /^\d{12}$/

/** Who calls and for which region. */
export interface Authenticated {
  readonly principal: Principal
  readonly region: string
  readonly accessKeyId?: string
}

/** A caller who proved the access key, and the proof. */
export interface SignedCaller extends Authenticated {
  readonly accessKeyId: string
  /** 64 hex digits. */
  readonly signature: string
  readonly signedAtMs: number
}

/**
 * Verifies a request's signature against the vault's access keys.
 * `service` is the one that the request is for, or null when that is not known. Throws ServiceError as `SignatureVerifier` does.
 */
export function authenticateSigned(
  verifier: SignatureVerifier,
  engine: Engine,
  status: EngineStatus,
  request: SignedRequest,
  service: string | null,
  nowMs: number,
): SignedCaller {
  const verified = verifier.verify(request, {
    nowMs,
    service,
    // Every region of the vault's partition can be called: one that nobody wrote to yet is empty.
    isRegion: (region) => status.regions.includes(region) || (isAwsRegion(region) && partitionOf(region) === partitionOf(status.homeRegion)),
    findAccessKey: (accessKeyId) => engine.findAccessKey(accessKeyId),
  })
  return {
    principal: verified.accessKey.principal,
    region: verified.region,
    accessKeyId: verified.accessKeyId,
    signature: verified.signature,
    signedAtMs: verified.signedAtMs,
  }
}

/**
 * The caller of a throw-away vault that takes any credentials: root of the account that a 12-digit access key id names, else of
 * the default account; the region is the one that the client signed for, when it has a region's form.
 */
export function authenticateAnyone(status: EngineStatus, authorization: string | undefined): Authenticated {
  const credential = authorization === undefined ? null : CREDENTIAL.exec(authorization)
  const accessKeyId = credential?.[1]
  const region = credential?.[2]
  return {
    principal: { type: 'root', accountId: accessKeyId !== undefined && ACCOUNT_ID.test(accessKeyId) ? accessKeyId : status.defaultAccountId },
    region: region !== undefined && REGION.test(region) ? region : status.homeRegion,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
  }
}
