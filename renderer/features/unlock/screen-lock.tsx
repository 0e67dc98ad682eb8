import { useEffect } from 'react'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { loadAccounts } from '../../store/session.ts'
import { loadSecrets } from '../../store/secrets.ts'
import { store, useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { UnlockForm } from './unlock-form.tsx'

/**
 * Stands for the window while the screen is locked. The vault stays open for the endpoint and its timers; the shell refuses
 * the window's calls until an unlock succeeds, so what changed meanwhile is read again then.
 */
export function ScreenLock() {
  const status = useStore((state) => state.session.vault)
  useEffect(
    () => () => {
      if (store.getState().session.status === 'unsealed') Promise.all([loadSecrets(), loadAccounts()]).catch(notifyError)
    },
    [],
  )
  if (status === null) return null
  return (
    <QuietColumn
      title="Locked"
      intro={status.Endpoint.State === 'on' ? 'The window is hidden. The vault is open, and the endpoint goes on answering.' : 'The window is hidden. The vault is open, and the endpoint is off.'}
    >
      <UnlockForm status={status} newHome={null} />
    </QuietColumn>
  )
}
