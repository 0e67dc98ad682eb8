import { Copy } from 'lucide-react'
import { TextLink } from '../../components/text-link.tsx'
import { showSecretInRegion } from '../../store/regions.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'

/** Says that a secret is a replica, why nothing of it can be changed here, and leads to its primary. */
export function ReplicaLine({ arn, primaryRegion }: { readonly arn: string; readonly primaryRegion: string }) {
  const state = useStore((all) => all.regions.items.find((one) => one.Region === primaryRegion)?.State)
  const isAway = state !== undefined && state !== 'attached'
  return (
    <p className="mx-4 mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-0.5 rounded-md bg-blue-soft px-3 py-1.5 text-blue">
      <Copy size={14} aria-hidden />
      <span>
        replica of <span className="mono">{primaryRegion}</span>
      </span>
      <span className="text-sm text-muted">{isAway ? `read-only; the primary is ${state}` : 'read-only'}</span>
      {isAway ? null : (
        <span className="ml-auto">
          <TextLink onPress={() => void showSecretInRegion(arn, primaryRegion, 'value').catch(notifyError)}>Go to the primary</TextLink>
        </span>
      )}
    </p>
  )
}
