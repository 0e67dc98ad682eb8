import { useCallback, useEffect, useRef, useState } from 'react'
import { callIn, CofferError } from '../api/coffer-api.ts'
import { arnInRegion, type ReplicaLine, type ReplicationTarget } from '../store/regions.ts'
import { useEvent } from './use-event.ts'

export interface ShownReplicas {
  readonly replicas: readonly ReplicaLine[] | null
  readonly targets: readonly ReplicationTarget[]
  readonly error: CofferError | null
  readonly reload: () => void
}

const EMPTY: Omit<ShownReplicas, 'reload'> = { replicas: null, targets: [], error: null }
/** How often lag and next try are read again while something waits, in milliseconds. */
const WAITING_EVERY_MS = 1000

/** The replicas of one primary secret, read again when it or one of them changes, and while something waits. */
export function useReplicas(primaryRegion: string, arn: string): ShownReplicas {
  const key = arnInRegion(arn, primaryRegion)
  const [state, setState] = useState<{ readonly key: string } & typeof EMPTY>({ key, ...EMPTY })
  const asked = useRef(0)
  const reload = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    callIn(primaryRegion, 'workbench:ListReplication', { SecretId: key }).then(
      ({ Replicas: replicas, Targets: targets }) => mine === asked.current && setState({ key, replicas, targets, error: null }),
      (error: unknown) => mine === asked.current && setState({ key, ...EMPTY, error: CofferError.from(error) }),
    )
  }, [key, primaryRegion])
  useEffect(() => {
    reload()
    return () => {
      asked.current += 1
    }
  }, [reload])
  useEvent('secrets-changed', (event) => event.arns.some((one) => arnInRegion(one, primaryRegion) === key) && reload())
  const isWaiting = state.replicas?.some((replica) => replica.NextTryDate !== undefined || replica.Status === 'InProgress') === true
  useEffect(() => {
    if (!isWaiting) return undefined
    const timer = setInterval(reload, WAITING_EVERY_MS)
    return () => clearInterval(timer)
  }, [isWaiting, reload])
  const shown = state.key === key ? state : EMPTY
  return { replicas: shown.replicas, targets: shown.targets, error: shown.error, reload }
}
