import { useCallback, useEffect, useRef, useState } from 'react'
import { call, CofferError } from '../../api/coffer-api.ts'
import { useEvent } from '../../hooks/use-event.ts'
import type { User } from '../../store/access.ts'
import { useStore } from '../../store/store.ts'

export interface Users {
  readonly users: readonly User[] | null
  readonly error: CofferError | null
  readonly reload: () => void
}

/** The users of the chosen account by name, read again whenever access changes. */
export function useUsers(): Users {
  const accountId = useStore((state) => state.session.accountId)
  const [loaded, setLoaded] = useState<{ readonly accountId: string; readonly users: readonly User[] } | null>(null)
  const [error, setError] = useState<CofferError | null>(null)
  const asked = useRef(0)

  const reload = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    call('workbench:ListUsers', {}).then(
      ({ Users }) => {
        if (mine !== asked.current) return
        setLoaded({ accountId, users: [...Users].sort((a, b) => a.UserName.localeCompare(b.UserName)) })
        setError(null)
      },
      (thrown: unknown) => mine === asked.current && setError(CofferError.from(thrown)),
    )
  }, [accountId])

  useEffect(reload, [reload])
  useEvent('access-changed', reload)
  return { users: loaded?.accountId === accountId ? loaded.users : null, error, reload }
}
