import type { AuthorizationRequest, ContextValue, RequestPrincipal } from './authorization-request.ts'
import type { VariableResolver } from './policy-pattern.ts'

/** A request made ready for matching. */
export interface EvaluationScope {
  readonly principal: RequestPrincipal
  readonly lowerCaseAction: string
  readonly resourceArn: string
  /** All values of a condition key by its lower-case name; undefined when the request has none. */
  valuesOf(lowerCaseKey: string): readonly string[] | undefined
  readonly resolve: VariableResolver
}

/** The condition keys are gathered only when a statement asks for one: most policies never do. */
export function createEvaluationScope(request: AuthorizationRequest): EvaluationScope {
  let keys: ReadonlyMap<string, readonly string[]> | undefined
  const valuesOf = (lowerCaseKey: string): readonly string[] | undefined => {
    request.onConditionKey?.(lowerCaseKey)
    keys ??= gatherKeys(request)
    return keys.get(lowerCaseKey)
  }
  return {
    principal: request.principal,
    lowerCaseAction: request.action.toLowerCase(),
    resourceArn: request.resourceArn,
    valuesOf,
    // A key with several values cannot fill a variable.
    resolve: (name) => {
      const values = valuesOf(name)
      return values?.length === 1 ? (values[0] as string) : null
    },
  }
}

const PRINCIPAL_TYPES = { root: 'Account', user: 'User', 'role-session': 'AssumedRole', federated: 'FederatedUser' } as const

/**
 * Keys that follow from the principal, or are absent because of it. They win over the context, so that no member of a
 * request can pose as them. Source: IAM user guide, "AWS global condition context keys", "Properties of the principal".
 */
function principalKeys(principal: RequestPrincipal): Readonly<Record<string, ContextValue | undefined>> {
  const { type } = principal
  const isService = type === 'service'
  return {
    'aws:principalisawsservice': isService,
    'aws:principalservicename': isService ? principal.arn : undefined,
    'aws:principalarn': isService ? undefined : (principal.roleArn ?? principal.arn),
    'aws:principalaccount': isService ? undefined : principal.accountId,
    'aws:principaltype': isService ? undefined : PRINCIPAL_TYPES[type],
    'aws:userid': principal.userId ?? (type === 'root' ? principal.accountId : undefined),
    'aws:username': type === 'user' ? principal.userName : undefined,
  }
}

function gatherKeys(request: AuthorizationRequest): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>()
  for (const [name, value] of Object.entries(request.context)) {
    const lower = name.toLowerCase()
    if (!lower.startsWith('aws:principaltag/')) keys.set(lower, listOf(value))
  }
  for (const [name, value] of Object.entries(principalKeys(request.principal))) {
    if (value === undefined) keys.delete(name)
    else keys.set(name, listOf(value))
  }
  for (const [tag, value] of Object.entries(request.principal.tags ?? {})) keys.set(`aws:principaltag/${tag.toLowerCase()}`, [value])
  keys.set('aws:resourceaccount', [request.resourceAccountId])
  return keys
}

function listOf(value: ContextValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)]
}
