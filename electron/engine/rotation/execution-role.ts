import { roleArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { RoleRecord, SessionRecord } from '../access/access-record.ts'
import { type RolePrincipal, rolePrincipal } from '../access/session-identity.ts'
import type { Host } from '../host.ts'
import { homeOf, type OpenVault } from '../open-vault.ts'
import { uniqueId } from '../workbench/unique-id.ts'
import type { KnownFunction } from './find-function.ts'

export const ROTATION_ROLE_NAME = 'coffer-rotation'
const POLICY_NAME = 'rotation'
const SECRET_BYTES = 30
const TOKEN_BYTES = 264
const MAX_SESSION_SECONDS = 3_600
/** Time beyond a function's own: its code is loaded before its time begins, and a call at the very end is still signed by a live key. */
const GRACE_MS = 15_000

/** What AWS's own rotation functions are given, and the KMS key's part of it. Source: user guide, "Permissions for rotation". */
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'], Resource: '*' },
    { Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
    { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*', Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } } },
  ],
})

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})

/**
 * What one rotation may do beyond what its role may: nothing but its secret, and reading the master secret. Denies and key
 * policies hold besides.
 */
export function rotationSessionPolicy(secretArn: string, masterArn: string | null): string {
  const readable = masterArn === null ? [secretArn] : [secretArn, masterArn]
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'], Resource: readable },
      { Effect: 'Allow', Action: 'secretsmanager:PutSecretValue', Resource: secretArn },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:UpdateSecretVersionStage',
        Resource: secretArn,
        Condition: { StringEquals: { 'secretsmanager:VersionStage': ['AWSCURRENT', 'AWSPENDING'] } },
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' },
      { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': readable } } },
      { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: '*', Condition: { StringEquals: { 'kms:EncryptionContext:SecretARN': secretArn } } },
    ],
  })
}

/**
 * The execution role of a function. The account's `coffer-rotation` is made at first need, and is an ordinary role from then
 * on: what the user changes in it holds.
 * @throws ServiceError InvalidParameterValueException when the role that the function names is gone
 */
export function executionRole(vault: OpenVault, host: Host, known: KnownFunction, accountId: string): RoleRecord {
  const { roles } = vault.access
  const chosen = known.kind === 'own' ? known.record.roleArn : undefined
  if (chosen !== undefined) {
    const role = roles.get(chosen)
    if (role === null) throw new ServiceError('InvalidParameterValueException', `The role ${chosen} of the function ${known.name} is not there. Make it, or give the function another role.`)
    return role
  }
  const arn = roleArn(vault.homeRegion, accountId, ROTATION_ROLE_NAME)
  const present = roles.get(arn)
  if (present !== null) return present
  const role: RoleRecord = {
    id: arn,
    accountId,
    roleName: ROTATION_ROLE_NAME,
    roleId: uniqueId('AROA', host.random),
    createdAtMs: host.clock.nowMs(),
    description: 'Rotation functions run as this role.',
    trustPolicy: TRUST,
    maxSessionSeconds: MAX_SESSION_SECONDS,
    policies: [{ name: POLICY_NAME, document: POLICY }],
  }
  homeOf(vault).store.transaction(() => roles.put(role))
  return role
}

/** The session that a function runs as, without credentials of its own. */
export function roleSession(vault: OpenVault, role: RoleRecord, sessionName: string, nowMs: number, policy: string | undefined): RolePrincipal {
  return rolePrincipal(vault, role, sessionName, { issuedAtMs: nowMs, policy, tags: {}, transitiveTagKeys: [] })
}

/** Temporary credentials of a session for one invocation, kept until it ends. */
export function openCredentials(vault: OpenVault, host: Host, principal: RolePrincipal, timeoutMs: number): SessionRecord {
  const issuedAtMs = host.clock.nowMs()
  const session: SessionRecord = {
    id: uniqueId('ASIA', host.random),
    roleArn: principal.roleArn,
    roleId: principal.roleId,
    sessionName: principal.sessionName,
    secretAccessKey: Buffer.from(host.random.bytes(SECRET_BYTES)).toString('base64'),
    sessionToken: Buffer.from(host.random.bytes(TOKEN_BYTES)).toString('base64'),
    issuedAtMs,
    expiresAtMs: issuedAtMs + timeoutMs + GRACE_MS,
    policy: principal.session?.policy,
    tags: {},
    transitiveTagKeys: [],
  }
  homeOf(vault).store.transaction(() => vault.access.sessions.put(session))
  vault.secretsSeen.open(session.id)
  return session
}

/** Ends the credentials of an invocation. */
export function closeCredentials(vault: OpenVault, session: SessionRecord): void {
  vault.secretsSeen.close(session.id)
  homeOf(vault).store.transaction(() => vault.access.sessions.delete(session.id))
}
