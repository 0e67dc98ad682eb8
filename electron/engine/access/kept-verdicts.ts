import type { Caller, Principal } from '../caller.ts'
import type { AccessRequest } from './access-request.ts'
import type { Verdict } from './verdict.ts'

/** Some hundred bytes each; when there are more, all are given up and made again as they are asked for. */
const MAX_KEPT = 50_000

interface Kept {
  readonly request: Pick<AccessRequest, 'resource' | 'resourceAccountId' | 'resourcePolicy'>
  readonly region: string
  readonly service: string | undefined
  readonly policiesVersion: number
  readonly version: number
  readonly verdict: Verdict
}

/**
 * Condition keys whose values follow from the caller, the region, and what a request is kept by. A verdict that looked at any other
 * key (the time, the address, the tags or the encryption context of the request, a key that the request does not have) is not kept.
 */
const KEEPABLE: ReadonlySet<string> = new Set([
  'aws:principalarn', 'aws:principalaccount', 'aws:principaltype', 'aws:principalisawsservice', 'aws:principalservicename', 'aws:userid', 'aws:username',
  'aws:resourceaccount', 'aws:requestedregion', 'aws:viaawsservice', 'aws:securetransport', 'aws:tokenissuetime', 'aws:multifactorauthpresent', 'aws:sourceidentity',
  'secretsmanager:secretid', 'secretsmanager:resource/allowrotationlambdaarn', 'secretsmanager:resource/type', 'secretsmanager:secretprimaryregion',
  'kms:calleraccount', 'kms:viaservice', 'kms:keyspec', 'kms:keyusage', 'kms:keyorigin', 'kms:multiregion', 'kms:resourcealiases',
])
const KEEPABLE_PREFIXES = ['aws:principaltag/', 'aws:resourcetag/', 'secretsmanager:resourcetag/']

/** Whether a verdict that looked at this condition key, by its lower-case name, may be kept. */
export function isKeepable(conditionKey: string): boolean {
  return KEEPABLE.has(conditionKey) || KEEPABLE_PREFIXES.some((prefix) => conditionKey.startsWith(prefix))
}

/**
 * Verdicts of users and role sessions on resources that have not changed since.
 *
 * Invariant: a verdict is found only while everything that it followed from is the same. Callers and rows are immutable objects and
 * compared as such: a changed row is another one, and so is the caller of another session, or of a key whose user has changed. What
 * callers' policies say is compared by the version of their tables, which grows with every change, committed or undone.
 */
export class KeptVerdicts {
  #byPrincipal = new WeakMap<Principal, Map<string, WeakMap<object, Kept>>>()
  #count = 0

  find(caller: Caller, request: AccessRequest, policiesVersion: number): Verdict | null {
    const { keptBy } = request
    if (keptBy === undefined || !mayKeep(caller, request)) return null
    const kept = this.#byPrincipal.get(caller.principal)?.get(request.action)?.get(keptBy.row)
    if (kept === undefined || kept.policiesVersion !== policiesVersion || kept.version !== keptBy.version || kept.service !== keptBy.service) return null
    const isSame = kept.request.resource === request.resource && kept.request.resourcePolicy === request.resourcePolicy && kept.request.resourceAccountId === request.resourceAccountId
    return isSame && kept.region === caller.region ? kept.verdict : null
  }

  /** Only for a verdict that looked at no condition key but keepable ones. */
  keep(caller: Caller, request: AccessRequest, policiesVersion: number, verdict: Verdict): void {
    const { keptBy, action, resource, resourceAccountId, resourcePolicy } = request
    if (keptBy === undefined || !mayKeep(caller, request)) return
    if (this.#count >= MAX_KEPT) {
      this.#byPrincipal = new WeakMap()
      this.#count = 0
    }
    this.#count += 1
    const actions = this.#byPrincipal.get(caller.principal) ?? new Map<string, WeakMap<object, Kept>>()
    const rows = actions.get(action) ?? new WeakMap<object, Kept>()
    actions.set(action, rows)
    this.#byPrincipal.set(caller.principal, actions)
    const { row, version, service } = keptBy
    rows.set(row, { request: { resource, resourceAccountId, ...(resourcePolicy === undefined ? {} : { resourcePolicy }) }, region: caller.region, service, policiesVersion, version, verdict })
  }
}

/** Grants are weighed each time: their constraints look at the encryption context. Roots and services are quickly asked. */
function mayKeep({ principal }: Caller, { grants }: AccessRequest): boolean {
  return (principal.type === 'user' || principal.type === 'assumed-role') && (grants === undefined || grants.length === 0)
}
