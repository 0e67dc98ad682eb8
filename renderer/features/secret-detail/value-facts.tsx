import { parseArn } from '../../../shared/arn.ts'
import { Facts } from '../../components/facts.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { findKey, keyTitle } from '../../store/keys.ts'
import { findLastRead, isProgramRead } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

/** The last part of who called: `user/payments-api`, or `root`. */
function callerText(principalArn: string): string {
  return parseArn(principalArn)?.resource ?? principalArn
}

/** The few facts that a person looks for beside a value. */
export function ValueFacts({ summary }: { readonly summary: SecretSummary }) {
  const keys = useStore((state) => state.keys)
  const key = findKey(keys, summary.KmsKeyId)
  const recorded = useLatest(`${summary.ARN} ${summary.LastAccessedDate ?? 0}`, () => findLastRead(summary.ARN))
  const live = useStore((state) => state.activity.events.find((event) => isProgramRead(event) && event.Resources.includes(summary.ARN)) ?? null)
  const lastRead = live ?? recorded.value
  return (
    <>
      <SectionHeader title="Facts" />
      <Facts
        rows={[
          ...(summary.Description === undefined || summary.Description === '' ? [] : [{ label: 'Description', value: summary.Description }]),
          {
            label: 'Key',
            value: (
              <>
                {key === null ? (summary.KmsKeyId ?? 'alias/aws/secretsmanager') : keyTitle(key)} <span className="text-faint">· own data key for each version</span>
              </>
            ),
          },
          {
            label: 'Read by',
            value:
              lastRead === null ? (
                <span className="text-faint">{recorded.loading ? '' : recorded.error === null ? 'no program yet' : 'not known: the activity record cannot be read'}</span>
              ) : (
                <>
                  {callerText(lastRead.PrincipalArn)}, <RelativeTime ms={lastRead.EventDate * 1000} /> through the {lastRead.Door}
                </>
              ),
          },
        ]}
      />
    </>
  )
}
