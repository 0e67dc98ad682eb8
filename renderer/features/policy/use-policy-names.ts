import { useMemo } from 'react'
import { rootArn } from '../../../shared/arn.ts'
import type { Identities } from '../../hooks/use-identities.ts'
import { keyTitle } from '../../store/keys.ts'
import type { PolicySubject } from '../../store/policies.ts'
import { useStore } from '../../store/store.ts'
import type { PolicyNames } from './policy-completions.ts'

const SECRETS_NAMED = 500

/** What of the vault a policy at this place is likely to name. */
export function usePolicyNames(subject: PolicySubject, identities: Identities | null): PolicyNames {
  const region = useStore((state) => state.session.region)
  const accountId = useStore((state) => state.session.accountId)
  const accounts = useStore((state) => state.session.accounts)
  const keys = useStore((state) => state.keys.items)
  const order = useStore((state) => state.secrets.order)
  const summaries = useStore((state) => state.secrets.summaries)
  return useMemo(() => {
    const principals = [
      ...(identities?.users ?? []).map((user) => ({ arn: user.Arn, label: `user ${user.UserName}` })),
      ...(identities?.roles ?? []).map((role) => ({ arn: role.Arn, label: `role ${role.RoleName}` })),
      ...accounts.map((account) => ({ arn: rootArn(region, account.AccountId), label: `account ${account.Name}` })),
    ]
    const attached = subject.type === 'secret' || subject.type === 'key' ? [{ arn: subject.arn, label: `this ${subject.type}` }] : []
    const others =
      attached.length > 0
        ? []
        : [
            ...order.slice(0, SECRETS_NAMED).map((arn) => ({ arn, label: summaries.get(arn)?.Name ?? '' })),
            ...keys.map((item) => ({ arn: item.metadata.Arn, label: keyTitle(item) })),
          ]
    return { principals, resources: [...attached, ...others], region, accountId }
  }, [subject, identities, accounts, keys, order, summaries, region, accountId])
}
