import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { fullTimeText, RelativeTime } from '../../components/relative-time.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { copyText } from '../../store/clipboard.ts'
import { deleteAlias } from '../../store/keys.ts'
import { select } from '../../store/selection.ts'
import type { KeyItem } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { openDialog, setQuery, showFolder } from '../../store/view.ts'
import { secretCountText } from './affected-secrets.tsx'
import { KeyDescription } from './key-description.tsx'
import { useSecretsByKey } from './use-secrets-by-key.ts'

const NAMES_SHOWN = 100

function goToSecret(arn: string): void {
  showFolder(null)
  setQuery('')
  select(arn)
}

function Mono({ text }: { readonly text: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="mono min-w-0 break-all">{text}</span>
      <CopyButton copy={() => copyText(text, { secret: false })} className="-my-[3px]" />
    </span>
  )
}

function Aliases({ item }: { readonly item: KeyItem }) {
  const [asking, setAsking] = useState<string | null>(null)
  const action = useAction(async (alias: string) => {
    await deleteAlias(alias)
    setAsking(null)
  })
  const isOwn = item.metadata.KeyManager !== 'AWS'
  return (
    <>
      <SectionHeader title="Aliases">
        {isOwn ? (
          <Button variant="quiet" icon={<Plus size={14} />} onPress={() => openDialog('create-alias', { keyArn: item.metadata.Arn })}>
            Create alias
          </Button>
        ) : null}
      </SectionHeader>
      {item.aliases.length === 0 ? <p className="text-faint">No alias. Programs can use the key by its id.</p> : null}
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {item.aliases.map((alias) => (
          <li key={alias} className="flex min-h-[34px] items-center border-line2 pr-1.5 pl-3 not-first:border-t">
            <span className="mono selectable min-w-0 flex-1 truncate">{alias}</span>
            <CopyButton copy={() => copyText(alias, { secret: false })} />
            {isOwn ? <IconButton label={`Delete ${alias}`} icon={<X size={14} />} onPress={() => setAsking(alias)} /> : null}
          </li>
        ))}
      </ul>
      {asking === null ? null : (
        <ConfirmDialog title="Delete this alias?" action="Delete alias" isDanger isPending={action.pending} error={action.error} onConfirm={() => action.run(asking)} onClose={() => setAsking(null)}>
          Programs that use <span className="mono text-text">{asking}</span> get an error. The key and the secrets it protects stay as they are.
        </ConfirmDialog>
      )}
    </>
  )
}

function UsedBy({ item }: { readonly item: KeyItem }) {
  const summaries = useStore((state) => state.secrets.summaries)
  const arns = useSecretsByKey().get(item.metadata.Arn) ?? []
  const { secretCount, trashedSecretCount } = item
  const others = secretCount - arns.length
  return (
    <>
      <SectionHeader title="Protects">
        {secretCountText(secretCount)}
        {trashedSecretCount === 0 ? '' : ` and ${trashedSecretCount.toLocaleString('en')} in the trash`}
      </SectionHeader>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {arns.slice(0, NAMES_SHOWN).map((arn) => (
          <li key={arn} className="border-line2 not-first:border-t">
            <AriaButton onPress={() => goToSecret(arn)} className="flex h-[30px] w-full cursor-default items-center px-3 hover:bg-sunken focus-visible:-outline-offset-2">
              <SecretName name={summaries.get(arn)?.Name ?? arn} />
            </AriaButton>
          </li>
        ))}
      </ul>
      {arns.length > NAMES_SHOWN ? <p className="mt-2 text-sm text-faint">and {(arns.length - NAMES_SHOWN).toLocaleString('en')} more</p> : null}
      {others > 0 ? <p className="mt-2 text-sm text-faint">and {secretCountText(others)} of other accounts</p> : null}
    </>
  )
}

/** What a key is, its names, and the secrets it protects. */
export function KeyOverviewTab({ item }: { readonly item: KeyItem }) {
  const { metadata } = item
  return (
    <>
      <Facts
        rows={[
          { label: 'Description', value: <KeyDescription item={item} /> },
          { label: 'Key ID', value: <Mono text={metadata.KeyId} /> },
          { label: 'ARN', value: <Mono text={metadata.Arn} /> },
          { label: 'Key spec', value: metadata.KeySpec },
          { label: 'Key usage', value: metadata.KeyUsage },
          { label: 'Created', value: <RelativeTime ms={metadata.CreationDate * 1000} /> },
          ...(metadata.DeletionDate === undefined ? [] : [{ label: 'Deleted on', value: fullTimeText(metadata.DeletionDate * 1000) }]),
        ]}
      />
      <Aliases item={item} />
      <UsedBy item={item} />
    </>
  )
}
