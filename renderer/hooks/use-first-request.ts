import type { ActivityEvent } from '../store/state.ts'
import { useStore } from '../store/store.ts'

/** The last call that came through the endpoint with an access key, or null; it appears as soon as the call is recorded. */
export function useFirstRequest(accessKeyId: string | null): ActivityEvent | null {
  return useStore((state) => (accessKeyId === null ? null : (state.activity.events.find((event) => event.Door === 'endpoint' && event.AccessKeyId === accessKeyId) ?? null)))
}
