import { rootArn } from '../../../shared/arn.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import { namedPrincipal } from '../access/named-principal.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { findSecret } from '../secretsmanager/find-secret.ts'
import { explainCall } from './explain-call.ts'
import { requireRoot } from './require-root.ts'

type Identity = Pick<Output<'workbench:ListSecretAccess'>['Identities'][number], 'PrincipalArn' | 'Kind' | 'Name' | 'AccountId'>

/** Who of the vault may do what with one secret: each identity of each account asked, for each action. */
export const listSecretAccess: CallHandler<'workbench:ListSecretAccess'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const secret = findSecret(context, input.SecretId)
    return {
      SecretArn: secret.id,
      Identities: identitiesOf(context).map((identity) => {
        const named = namedPrincipal(context, identity.PrincipalArn)
        const results = input.Actions.map((Action) => {
          const { Allowed, Checks, Notes } = explainCall(context, named, { Principal: identity.PrincipalArn, Action, SecretId: secret.id })
          // The check that said no, else the one for the secret itself.
          const telling = Checks.find((check) => !check.Allowed) ?? Checks[0]
          return { Action, Allowed, Sentence: telling?.Sentence ?? '', RefusedBy: Allowed ? undefined : telling?.Action.startsWith('kms:') === true ? ('key' as const) : ('secret' as const), Notes }
        })
        return { ...identity, Results: results }
      }),
    }
  },
}

function identitiesOf({ vault }: CallContext): readonly Identity[] {
  const accounts = [...vault.access.accounts.all()].sort((left, right) => (left.id < right.id ? -1 : 1))
  return accounts.flatMap(({ id: AccountId }): readonly Identity[] => [
    { PrincipalArn: rootArn(vault.homeRegion, AccountId), Kind: 'root', Name: 'root', AccountId },
    ...vault.access.usersOfAccount(AccountId).map((user) => ({ PrincipalArn: user.id, Kind: 'user' as const, Name: user.userName, AccountId })),
    ...vault.access.rolesOfAccount(AccountId).map((role) => ({ PrincipalArn: role.id, Kind: 'role' as const, Name: role.roleName, AccountId })),
  ])
}
