import { onEvent } from '../api/coffer-api.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'
import { addActivity } from './activity.ts'
import { gatherer } from './gather.ts'
import { loadKeys } from './keys.ts'
import { loadPreferences } from './preferences.ts'
import { loadRegions } from './regions.ts'
import { concernsRotations, followRotations } from './rotations.ts'
import { refreshSecrets } from './secrets.ts'
import { loadAccounts, refreshStatus } from './session.ts'
import type { ActivityEvent } from './state.ts'
import { patch, store } from './store.ts'
import { notifyError } from './toasts.ts'
import { setScreenLocked } from './view.ts'

/** A single change shows at once; a burst of thousands, as of replication, leaves the window most of the time for the person. */
const READ_CHANGES = { waitMs: 40, restFactor: 3, longestWaitMs: 500 } as const
/** News of calls come by twenty at once. */
const SHOW_CALLS = { waitMs: 16, restFactor: 3, longestWaitMs: 250 } as const

const readLater = gatherer<string>(async (arns) => {
  if (store.getState().session.status === 'unsealed') await readChanged(arns)
}, READ_CHANGES)
const showCalls = gatherer<ActivityEvent>((events) => {
  // A vault that was sealed meanwhile is forgotten.
  if (store.getState().session.status === 'unsealed') addActivity(events)
}, SHOW_CALLS)

/** Reads what of the news is in view; secrets of other regions and accounts are no rows of the list. */
function secretsChanged(arns: readonly string[]): void {
  const { session, regions } = store.getState()
  const places = arns.map((arn) => arn.split(':', 5))
  readLater(arns.filter((_, index) => places[index]?.[3] === session.region && places[index]?.[4] === session.accountId))
  // The first secret of a region makes its store.
  const isNew = places.some(([, , , region]) => region !== undefined && !regions.items.some((item) => item.Region === region))
  if (isNew && regions.loaded) void loadRegions()
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
      secretsChanged(event.arns)
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
      showCalls([event.event as ActivityEvent])
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
