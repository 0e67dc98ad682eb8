import { FileInput, KeyRound } from 'lucide-react'
import { Check } from 'lucide-react'
import { ActionCard } from '../../components/action-card.tsx'
import { Button } from '../../components/button.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'

const NAMES_SHOWN = 4

/** Second step: a first secret, made here or imported. */
export function FirstSecretStep({ onDone }: { readonly onDone: () => void }) {
  const order = useStore((state) => state.secrets.order)
  const summaries = useStore((state) => state.secrets.summaries)
  const names = order.slice(0, NAMES_SHOWN).flatMap((arn) => summaries.get(arn)?.Name ?? [])
  const hasSecrets = order.length > 0
  return (
    <QuietColumn
      step={{ current: 2, count: 3, label: 'first secret' }}
      title="Keep a first secret"
      intro="A database login, an API key, a certificate: each is encrypted with a data key of its own, under the key aws/secretsmanager of this vault."
    >
      <div className="mt-3 flex flex-col gap-2.5">
        <ActionCard icon={KeyRound} title="New secret" text="Login, API key, key/value, text or a file." onPress={() => openDialog('create-secret', {})} />
        <ActionCard icon={FileInput} title="Import" text="From .env, JSON, YAML, CSV or an AWS credentials file. You see what would change first." onPress={() => openDialog('import-secrets', {})} />
      </div>
      {hasSecrets && (
        <ul className="mt-4 flex flex-col gap-1" aria-label="Stored secrets">
          {names.map((name) => (
            <li key={name} className="flex items-center gap-2">
              <Check size={14} className="text-accent" aria-hidden="true" />
              <span className="mono truncate">{name}</span>
            </li>
          ))}
          {order.length > names.length && <li className="pl-[22px] text-sm text-muted">and {(order.length - names.length).toLocaleString('en')} more</li>}
        </ul>
      )}
      <div className="mt-5 flex items-center justify-between gap-4">
        <span className="text-sm text-faint">Next: connect a program</span>
        <Button variant={hasSecrets ? 'primary' : 'secondary'} size="large" onPress={onDone}>
          {hasSecrets ? 'Continue' : 'Skip'}
        </Button>
      </div>
    </QuietColumn>
  )
}
