import { ServiceError } from '../../../shared/errors.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { RolePrincipal } from '../access/session-identity.ts'
import type { RegionData } from '../open-vault.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { executionRole, rotationSessionPolicy, roleSession } from './execution-role.ts'
import { findFunction, isInvokable, type KnownFunction } from './find-function.ts'
import { rotationErrors } from './rotation-errors.ts'
import { masterOf, readTarget, type RotationTarget } from './rotation-target.ts'
import { callAs, type FunctionRunParts } from './run-function.ts'

/** What a rotation runs with: the function, its session, and what the current value says of its target. */
export interface PreparedRotation {
  readonly known: KnownFunction
  readonly principal: RolePrincipal
  /** The current value, or why the function's role cannot read it. */
  readonly current: Sensitive<string> | ServiceError
  readonly target: RotationTarget | null
  readonly masterArn: string | null
}

/**
 * Finds the function and opens its session: it may reach the one secret, and read the secret's master. The current value is
 * read as the role, like everything else that happens on the function's behalf.
 * @throws ServiceError when the function or its role is gone
 */
export async function prepareRotation(parts: FunctionRunParts, region: RegionData, secret: SecretRecord): Promise<PreparedRotation> {
  const { host, vault } = parts
  const known = findFunction(vault, host, secret.rotation?.functionArn ?? '')
  if (known === null || !isInvokable(known)) throw rotationErrors.cannotInvoke()
  const role = executionRole(vault, host, known, secret.accountId)
  const session = (masterArn: string | null): RolePrincipal => roleSession(vault, role, known.name, host.clock.nowMs(), rotationSessionPolicy(secret.id, masterArn))
  const current = await readCurrent(parts, session(null), region.region, secret.id)
  const target = current instanceof ServiceError ? null : readTarget(current)
  const masterArn = masterOf(region.secrets, secret, target)
  return { known, principal: session(masterArn), current, target, masterArn }
}

async function readCurrent(parts: FunctionRunParts, principal: RolePrincipal, region: string, secretArn: string): Promise<Sensitive<string> | ServiceError> {
  try {
    const { SecretString } = (await callAs(parts, principal, region)('GetSecretValue', { SecretId: secretArn })) as { readonly SecretString?: string }
    return new Sensitive(SecretString ?? '')
  } catch (thrown) {
    return ServiceError.from(thrown)
  }
}
