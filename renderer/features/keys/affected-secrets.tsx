import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { Chip } from '../../components/chip.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { call } from '../../api/coffer-api.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { useStore } from '../../store/store.ts'

type KeySecrets = WireOutput<'workbench:ListKeySecrets'>

const NAMES_SHOWN = 200

/** `1 secret`, `2,300 secrets`. */
export function secretCountText(count: number): string {
  return count === 1 ? '1 secret' : `${count.toLocaleString('en')} secrets`
}

export function useAffectedSecrets(keyArn: string) {
  const revision = useStore((state) => state.secrets.revision)
  return useLatest(`${keyArn} ${revision}`, () => call('workbench:ListKeySecrets', { KeyId: keyArn, MaxResults: NAMES_SHOWN }))
}

/** Which secrets need a key, by name and region, before something is done to it. */
export function AffectedSecrets({ affected }: { readonly affected: ReturnType<typeof useAffectedSecrets> }) {
  if (affected.error !== null) return <ErrorNote error={affected.error} />
  if (affected.value === null) return <Spinner label="Looking for the secrets that need this key" />
  const { TotalCount, CurrentCount, Region, Secrets } = affected.value
  if (TotalCount === 0) return <p className="text-muted">No secret needs this key.</p>
  return (
    <section aria-label="Secrets that need this key">
      <p className="mb-1.5">
        <b>{secretCountText(TotalCount)}</b> in <span className="mono">{Region}</span>
        {CurrentCount === TotalCount ? null : <span className="text-muted"> · {CurrentCount.toLocaleString('en')} with their current value</span>}
      </p>
      <ul tabIndex={0} aria-label="Names" className="max-h-44 overflow-auto rounded-lg border border-line">
        {Secrets.map((secret) => (
          <li key={secret.ARN} className="flex min-h-[28px] items-center gap-1.5 border-line2 px-3 text-text not-first:border-t">
            <span className="min-w-0 flex-1"><SecretName name={secret.Name} /></span>
            <Remarks secret={secret} />
          </li>
        ))}
      </ul>
      {TotalCount > Secrets.length ? <p className="mt-1 text-sm text-faint">and {secretCountText(TotalCount - Secrets.length)} more</p> : null}
    </section>
  )
}

function Remarks({ secret }: { readonly secret: KeySecrets['Secrets'][number] }) {
  const accountId = useStore((state) => state.session.accountId)
  return (
    <>
      {secret.AccountId === accountId ? null : <Chip>account {secret.AccountId}</Chip>}
      {secret.Needs === 'other-versions' ? <Chip>older versions</Chip> : secret.Needs === 'next-value' ? <Chip>its next value</Chip> : null}
      {secret.InTrash ? <Chip>in the trash</Chip> : null}
    </>
  )
}
