import { parseArn, sessionArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { SESSION_POLICY_MAX_CHARACTERS, SESSION_SECONDS } from '../../../shared/operations/sts.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { RoleRecord, SessionRecord } from '../access/access-record.ts'
import { problemsOfPolicy } from '../access/policy-text.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { uniqueId } from '../workbench/unique-id.ts'
import { authorizeRole } from './authorize-role.ts'
import { sessionTags } from './session-tags.ts'

const SECRET_BYTES = 30
const TOKEN_BYTES = 264
const CHAINED_MAX_SECONDS = 3_600
/** How long credentials that have ended are remembered, so that their user is told so. */
const REMEMBERED_AFTER_END_MS = 24 * 60 * 60 * 1000

/**
 * AssumeRole. The session is kept sealed in the vault, so that its credentials outlive a restart.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const assumeRole: CallHandler<'sts:AssumeRole'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    if (parseArn(input.RoleArn) === null) throw new ServiceError('ValidationException', `${input.RoleArn} is invalid`)
    if (input.Policy !== undefined) checkSessionPolicy(input.Policy)
    if ((input.PolicyArns?.length ?? 0) > 0) throw new ServiceError('ValidationException', 'The vault has no managed policies. Pass the session policy as Policy.')
    if (input.SerialNumber !== undefined || input.TokenCode !== undefined) {
      throw new ServiceError('AccessDeniedException', 'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.')
    }
  },
  authorize(context, input) {
    authorizeRole(context, input.RoleArn, input)
  },
  handle(context, input) {
    const role = context.vault.access.roles.get(input.RoleArn)
    if (role === null) throw new Error('Invariant broken: only the trust policy of a role lets somebody assume it')
    const session = newSession(context, role, input)
    forgetEnded(context)
    context.vault.access.sessions.put(session)
    return {
      Credentials: {
        AccessKeyId: session.id,
        SecretAccessKey: new Sensitive(session.secretAccessKey),
        SessionToken: new Sensitive(session.sessionToken),
        Expiration: session.expiresAtMs,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.roleId}:${session.sessionName}`,
        Arn: sessionArn(context.vault.homeRegion, role.accountId, role.roleName, session.sessionName),
      },
      ...(session.policy === undefined ? {} : { PackedPolicySize: Math.ceil((session.policy.length * 100) / SESSION_POLICY_MAX_CHARACTERS) }),
      ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
    }
  },
}

function checkSessionPolicy(policy: string): void {
  const problems = problemsOfPolicy(policy, 'identity')
  if (problems.length > 0) throw new ServiceError('MalformedPolicyDocumentException', `This policy has invalid syntax. ${problems.join(' ')}`)
}

function newSession(context: CallContext, role: RoleRecord, input: Input<'sts:AssumeRole'>): SessionRecord {
  const { random } = context.host
  const seconds = input.DurationSeconds ?? SESSION_SECONDS.default
  if (context.caller.principal.type === 'assumed-role' && seconds > CHAINED_MAX_SECONDS) {
    throw new ServiceError('ValidationException', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining')
  }
  if (seconds > role.maxSessionSeconds) throw new ServiceError('ValidationException', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
  const issuedAtMs = Math.floor(context.nowMs / 1000) * 1000
  return {
    id: uniqueId('ASIA', random),
    roleArn: role.id,
    roleId: role.roleId,
    sessionName: input.RoleSessionName,
    secretAccessKey: Buffer.from(random.bytes(SECRET_BYTES)).toString('base64'),
    sessionToken: Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64'),
    issuedAtMs,
    expiresAtMs: issuedAtMs + seconds * 1000,
    policy: input.Policy,
    ...sessionTags(context.caller, input),
  }
}

function forgetEnded({ vault, nowMs }: CallContext): void {
  const { sessions } = vault.access
  const ended = [...sessions.all()].filter((session) => session.expiresAtMs + REMEMBERED_AFTER_END_MS < nowMs)
  for (const session of ended) sessions.delete(session.id)
}
