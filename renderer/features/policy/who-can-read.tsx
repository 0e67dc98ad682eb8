import { principalLabel } from '../../../shared/activity-words.ts'
import { call } from '../../api/coffer-api.ts'
import { Chip } from '../../components/chip.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { explain } from '../../store/explain.ts'
import { useStore } from '../../store/store.ts'

const NAMES_SHOWN = 24
const READ = 'secretsmanager:GetSecretValue'

/** Everybody of the vault whose call would get the value: both yeses counted. */
export function WhoCanRead({ arn }: { readonly arn: string }) {
  const revision = useStore((state) => state.secrets.revision)
  const { value, error } = useLatest(`${arn} ${revision}`, () => call('workbench:ListSecretAccess', { SecretId: arn, Actions: [READ] }))
  const readers = value?.Identities.filter(({ Results }) => Results[0]?.Allowed === true) ?? []
  const keyRefused = value?.Identities.filter(({ Results }) => Results[0]?.RefusedBy === 'key') ?? []
  return (
    <>
      <SectionHeader title="Who can read it">
        <WordButton onPress={() => explain({ mode: 'who', secretArn: arn })}>All identities</WordButton>
        <WordButton onPress={() => explain({ mode: 'call', secretArn: arn, action: READ, keyArn: null, versionStage: '', facts: [] })}>Explain access</WordButton>
      </SectionHeader>
      {error === null ? null : <ErrorNote error={error} />}
      <ul aria-label="Who can read it" className="flex flex-wrap gap-1.5">
        {readers.slice(0, NAMES_SHOWN).map(({ PrincipalArn, Kind, AccountId }) => (
          <li key={PrincipalArn}>
            <Chip tone="accent">{Kind === 'root' ? `root of ${AccountId}` : principalLabel(PrincipalArn)}</Chip>
          </li>
        ))}
      </ul>
      {readers.length > NAMES_SHOWN ? <p className="mt-1.5 text-sm text-faint">and {readers.length - NAMES_SHOWN} more</p> : null}
      {keyRefused.length === 0 ? null : (
        <p className="mt-2 text-sm text-muted">The secret also allows {keyRefused.map(({ PrincipalArn }) => principalLabel(PrincipalArn)).join(', ')}, but its key does not.</p>
      )}
    </>
  )
}
