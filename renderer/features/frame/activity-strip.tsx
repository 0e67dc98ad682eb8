import { ChevronUp } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from 'react-aria-components'
import { doorLabel, durationLabel, operationLabel, principalLabel, resourcesLabel } from '../../../shared/activity-words.ts'
import { classNames } from '../../components/class-names.ts'
import { loadLastActivity } from '../../store/activity.ts'
import type { ActivityEvent } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { showSection } from '../../store/view.ts'

const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** What the window itself asks to draw its lists tells nobody anything. */
function isBookkeeping(event: ActivityEvent): boolean {
  return event.Door === 'window' && event.Outcome === 'allowed' && /:(Describe|List)/.test(event.Operation)
}

/** The last call that the vault answered, whoever made it; opens the activity section. */
export function ActivityStrip() {
  const event = useStore((state) => state.activity.events.find((one) => !isBookkeeping(one)))
  const vaultId = useStore((state) => state.session.vault?.VaultId)
  useEffect(() => {
    loadLastActivity().catch(notifyError)
  }, [vaultId])
  return (
    <footer
      className="border-t border-line bg-sunken"
      {...(event !== undefined && { title: [operationLabel(event.Operation), resourcesLabel(event.Resources), principalLabel(event.PrincipalArn)].filter(Boolean).join(' · ') })}
    >
      <Button
        onPress={() => showSection('activity')}
        className="flex h-full w-full cursor-default items-center gap-3 px-3 text-sm whitespace-nowrap text-muted hover:text-text focus-visible:-outline-offset-2"
      >
        {event === undefined ? (
          <span>No calls yet</span>
        ) : (
          <>
            <span className="sr-only">Last call </span>
            <span className="mono text-sm">{TIME.format(event.EventDate * 1000)}</span>
            <span>{operationLabel(event.Operation)}</span>
            {event.Resources.length === 0 ? null : (
              <span className="mono min-w-0 truncate text-sm">{resourcesLabel(event.Resources)}</span>
            )}
            <span className="min-w-0 truncate">{principalLabel(event.PrincipalArn)}</span>
            <span className={classNames(event.Outcome === 'allowed' ? 'text-accent-text' : 'text-red')}>{event.Outcome}</span>
            <span className="text-faint">
              {durationLabel(event.DurationMicros)} · {doorLabel(event.Door)}
            </span>
          </>
        )}
        <span className="flex-1" />
        <span className="flex items-center gap-1">
          Activity
          <ChevronUp size={14} aria-hidden />
        </span>
      </Button>
    </footer>
  )
}
