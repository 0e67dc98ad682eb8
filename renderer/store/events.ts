import { onEvent } from '../api/coffer-api.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'
import { addActivity } from './activity.ts'
import { loadKeys } from './keys.ts'
import { loadPreferences } from './preferences.ts'
import { concernsRotations, followRotations } from './rotations.ts'
import { refreshSecrets } from './secrets.ts'
import { loadAccounts, refreshStatus } from './session.ts'
import type { ActivityEvent } from './state.ts'
import { patch, store } from './store.ts'
import { notifyError } from './toasts.ts'
import { setScreenLocked } from './view.ts'

/** Changed ARNs wait this long, so that a burst of writes becomes one read. */
const GATHER_MS = 40

let gathered = new Set<string>()
let gathering = false

function gather(arns: readonly string[]): void {
  for (const arn of arns) gathered.add(arn)
  if (gathering) return
  gathering = true
  setTimeout(() => {
    const changed = [...gathered]
    gathered = new Set()
    gathering = false
    if (store.getState().session.status === 'unsealed') void readChanged(changed)
  }, GATHER_MS)
}

async function readChanged(arns: readonly string[]): Promise<void> {
  const concernedBefore = concernsRotations(arns)
  try {
    await refreshSecrets(arns)
  } catch (error) {
    notifyError(error)
  }
  if (concernedBefore || concernsRotations(arns)) followRotations()
}

function follow(event: CofferEvent, runCommand: (id: string) => void): void {
  switch (event.type) {
    case 'vault-state':
      refreshStatus(event.reason).catch(notifyError)
      return
    case 'endpoint-state':
      refreshStatus().catch(notifyError)
      return
    case 'secrets-changed':
      gather(event.arns)
      return
    case 'keys-changed':
      loadKeys().catch(notifyError)
      return
    case 'rotation-changed':
      followRotations()
      return
    case 'access-changed':
      loadAccounts().catch(notifyError)
      return
    case 'activity':
      addActivity(event.event as ActivityEvent)
      return
    case 'command':
      runCommand(event.command)
      return
    case 'clipboard':
      patch('view', { clipboardClearsAtMs: event.clearsAtMs })
      return
    case 'preferences-changed':
      loadPreferences().catch(notifyError)
      return
    case 'screen-lock':
      setScreenLocked(event.locked)
  }
}

/** Follows the events of core and shell until the returned function is called. */
export function followEvents(runCommand: (id: string) => void): () => void {
  return onEvent((event) => follow(event, runCommand))
}
