import type {
  AuthorizationRequest,
  NamedPolicy,
  RequestContext,
  RequestPrincipal,
} from '../../../electron/engine/policy/authorization-request.ts'
import { parsePolicy } from '../../../electron/engine/policy/parse-policy.ts'
import type { PolicyDocument, PolicyGrammar } from '../../../electron/engine/policy/policy-document.ts'

/** The account of every secret and key in these tests, and another one. */
export const HOME = '111122223333'
export const AWAY = '444455556666'

export const SECRET = `arn:aws:secretsmanager:eu-central-1:${HOME}:secret:prod/db-AbCdEf`
export const KEY = `arn:aws:kms:eu-central-1:${HOME}:key/0d990263-018e-4e65-a703-eff731de951e`

export const root: RequestPrincipal = { type: 'root', arn: `arn:aws:iam::${HOME}:root`, accountId: HOME }
export const ann: RequestPrincipal = {
  type: 'user',
  arn: `arn:aws:iam::${HOME}:user/ann`,
  accountId: HOME,
  userName: 'ann',
  userId: 'AIDAANNANNANNANNANNAN',
  tags: { team: 'payments' },
}
export const api: RequestPrincipal = {
  type: 'role-session',
  arn: `arn:aws:sts::${HOME}:assumed-role/api/web1`,
  roleArn: `arn:aws:iam::${HOME}:role/service/api`,
  accountId: HOME,
  userId: 'AROAAPIAPIAPIAPIAPIAP:web1',
}
export const guest: RequestPrincipal = { type: 'federated', arn: `arn:aws:sts::${HOME}:federated-user/guest`, accountId: HOME }
export const lambda: RequestPrincipal = { type: 'service', arn: 'lambda.amazonaws.com', accountId: HOME }
export const awayRoot: RequestPrincipal = { type: 'root', arn: `arn:aws:iam::${AWAY}:root`, accountId: AWAY }
export const bob: RequestPrincipal = {
  type: 'user',
  arn: `arn:aws:iam::${AWAY}:user/bob`,
  accountId: AWAY,
  userName: 'bob',
  userId: 'AIDABOB',
}
export const awayApi: RequestPrincipal = {
  type: 'role-session',
  arn: `arn:aws:sts::${AWAY}:assumed-role/api/web1`,
  roleArn: `arn:aws:iam::${AWAY}:role/api`,
  accountId: AWAY,
}

/** A statement as it is written in a policy. */
export type StatementJson = Readonly<Record<string, unknown>>

const DEFAULTS = { Action: 'secretsmanager:GetSecretValue', Resource: '*' }

export function allow(elements: StatementJson = {}): StatementJson {
  return withDefaults('Allow', elements)
}

export function deny(elements: StatementJson = {}): StatementJson {
  return withDefaults('Deny', elements)
}

function withDefaults(effect: string, elements: StatementJson): StatementJson {
  const { Action, Resource } = DEFAULTS
  const action = 'NotAction' in elements ? {} : { Action }
  const resource = 'NotResource' in elements ? {} : { Resource }
  return { Effect: effect, ...action, ...resource, ...elements }
}

/** Parses statements by a grammar; a test whose policy is malformed is a broken test. */
export function documentOf(
  grammar: PolicyGrammar,
  statements: readonly StatementJson[],
  version: string | null = '2012-10-17',
): PolicyDocument {
  const parse = parsePolicy(JSON.stringify({ ...(version === null ? {} : { Version: version }), Statement: statements }), grammar)
  if (!parse.ok) throw new Error(`The policy of this test is malformed: ${JSON.stringify(parse.problems)}`)
  return parse.document
}

export interface Call {
  readonly who: RequestPrincipal
  readonly action?: string
  readonly on?: string
  readonly context?: RequestContext
  readonly identity?: readonly StatementJson[]
  readonly boundary?: readonly StatementJson[]
  readonly session?: readonly StatementJson[]
  readonly scp?: readonly StatementJson[]
  readonly resource?: readonly StatementJson[]
  /** Version of all policies; null leaves it out. */
  readonly version?: string | null
}

export function requestOf(call: Call, resourceGrammar: 'resource' | 'key' | 'trust' = 'resource'): AuthorizationRequest {
  const named = (name: string, statements: readonly StatementJson[]): readonly NamedPolicy[] => [
    { name, document: documentOf('identity', statements, call.version) },
  ]
  const { identity, boundary, session, scp, resource } = call
  return {
    principal: call.who,
    action: call.action ?? DEFAULTS.Action,
    resourceArn: call.on ?? SECRET,
    resourceAccountId: HOME,
    context: call.context ?? {},
    policies: {
      identity: identity === undefined ? [] : named('identity', identity),
      ...(boundary === undefined ? {} : { permissionsBoundary: named('boundary', boundary) }),
      ...(session === undefined ? {} : { session: named('session', session) }),
      ...(scp === undefined ? {} : { serviceControl: named('scp', scp) }),
      ...(resource === undefined ? {} : { resource: { name: 'resource', document: documentOf(resourceGrammar, resource, call.version) } }),
    },
  }
}
