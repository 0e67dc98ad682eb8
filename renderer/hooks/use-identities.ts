import { useCallback, useEffect, useRef, useState } from 'react'
import { call, CofferError } from '../api/coffer-api.ts'
import type { Group, Role, User } from '../store/access.ts'
import { useStore } from '../store/store.ts'
import { useEvent } from './use-event.ts'

export interface Identities {
  readonly users: readonly User[]
  readonly groups: readonly Group[]
  readonly roles: readonly Role[]
}

/** The users, groups and roles of the chosen account by name, read again whenever access changes; null until they are there. */
export function useIdentities(): { readonly identities: Identities | null; readonly error: CofferError | null } {
  const accountId = useStore((state) => state.session.accountId)
  const [loaded, setLoaded] = useState<{ readonly accountId: string; readonly identities: Identities } | null>(null)
  const [error, setError] = useState<CofferError | null>(null)
  const asked = useRef(0)

  const reload = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    Promise.all([call('workbench:ListUsers', {}), call('workbench:ListGroups', {}), call('workbench:ListRoles', {})]).then(
      ([{ Users }, { Groups }, { Roles }]) => {
        if (mine !== asked.current) return
        const identities = {
          users: Users.toSorted((a, b) => a.UserName.localeCompare(b.UserName)),
          groups: Groups.toSorted((a, b) => a.GroupName.localeCompare(b.GroupName)),
          roles: Roles.toSorted((a, b) => a.RoleName.localeCompare(b.RoleName)),
        }
        setLoaded({ accountId, identities })
        setError(null)
      },
      (thrown: unknown) => mine === asked.current && setError(CofferError.from(thrown)),
    )
  }, [accountId])

  useEffect(reload, [reload])
  useEvent('access-changed', reload)
  return { identities: loaded?.accountId === accountId ? loaded.identities : null, error }
}
