import type { ContextValue, RequestContext } from './authorization-request.ts'

/**
 * Facts of any call for the `aws:` keys that do not follow from the principal or the resource. What is not known is left out:
 * its key is then absent from the request.
 */
export interface GlobalFacts {
  readonly nowMs: number
  /** The Region the call was made to. */
  readonly region: string
  readonly sourceIp?: string
  readonly secureTransport?: boolean
  readonly userAgent?: string
  /** Temporary credentials only: AWS sends these keys for no other. */
  readonly session?: { readonly issuedAtMs: number; readonly multiFactorAuth: boolean; readonly multiFactorAgeSeconds?: number }
  /** A service that calls with the caller's identity, such as `secretsmanager.amazonaws.com`. */
  readonly calledVia?: readonly string[]
  readonly principalOrganizationId?: string
}

/** Condition keys `aws:...` of a call. Source: IAM user guide, "AWS global condition context keys". */
export function globalContext(facts: GlobalFacts): RequestContext {
  const { session, calledVia } = facts
  const context: Record<string, ContextValue> = {
    'aws:CurrentTime': isoSeconds(facts.nowMs),
    'aws:EpochTime': Math.floor(facts.nowMs / 1000),
    'aws:RequestedRegion': facts.region,
    'aws:ViaAWSService': calledVia !== undefined && calledVia.length > 0,
  }
  if (facts.sourceIp !== undefined) context['aws:SourceIp'] = facts.sourceIp
  if (facts.secureTransport !== undefined) context['aws:SecureTransport'] = facts.secureTransport
  if (facts.userAgent !== undefined) context['aws:UserAgent'] = facts.userAgent
  if (facts.principalOrganizationId !== undefined) context['aws:PrincipalOrgID'] = facts.principalOrganizationId
  if (session !== undefined) {
    context['aws:TokenIssueTime'] = isoSeconds(session.issuedAtMs)
    context['aws:MultiFactorAuthPresent'] = session.multiFactorAuth
    if (session.multiFactorAgeSeconds !== undefined) context['aws:MultiFactorAuthAge'] = session.multiFactorAgeSeconds
  }
  if (calledVia !== undefined && calledVia.length > 0) {
    context['aws:CalledVia'] = calledVia
    context['aws:CalledViaFirst'] = calledVia[0] as string
    context['aws:CalledViaLast'] = calledVia[calledVia.length - 1] as string
  }
  return context
}

/** Epoch milliseconds as `2026-01-02T03:04:05Z`. */
function isoSeconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`
}
