import { useState } from 'react'
import { Chip, type ChipTone } from '../../components/chip.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { keyTitle } from '../../store/keys.ts'
import { useStore } from '../../store/store.ts'
import { KeyGrantsTab } from './key-grants-tab.tsx'
import { KeyOverviewTab } from './key-overview-tab.tsx'
import { KeyPolicyTab } from './key-policy-tab.tsx'
import { KeyRotationTab } from './key-rotation-tab.tsx'
import { KeyMenu, KeyStateNote } from './key-state-actions.tsx'
import { KeyTagsTab } from './key-tags-tab.tsx'

const STATE_TONE: Readonly<Record<string, ChipTone>> = { Enabled: 'accent', Disabled: 'amber', PendingDeletion: 'red' }

/** The pane of a KMS key: what it is, its state with the way back, and all that can be done with it. */
export function KeyPane({ arn }: { readonly arn: string }) {
  const item = useStore((state) => state.keys.items.find((one) => one.metadata.Arn === arn))
  const [tab, setTab] = useState('overview')
  if (item === undefined) return null
  const { metadata } = item
  return (
    <section aria-label={keyTitle(item)} className="flex h-full flex-col">
      <header className="flex flex-none items-start gap-2 px-4 pt-3">
        <div className="min-w-0 flex-1">
          <h2 className="mono selectable py-0.5 text-lg tracking-[-0.02em] break-all">{keyTitle(item)}</h2>
          <div className="mt-1.5 flex min-h-[18px] items-center gap-1.5 text-sm text-muted">
            <Chip tone={STATE_TONE[metadata.KeyState] ?? 'amber'}>{metadata.KeyState}</Chip>
            {metadata.KeyManager === 'AWS' ? 'AWS managed key: it cannot be disabled or deleted' : 'customer managed key'}
          </div>
        </div>
        <KeyMenu item={item} />
      </header>
      <KeyStateNote item={item} />
      <Tabs
        aria-label="About this key"
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'overview', label: 'Overview', content: <KeyOverviewTab item={item} /> },
          { id: 'policy', label: 'Policy', content: <KeyPolicyTab item={item} /> },
          { id: 'rotation', label: 'Rotation', content: <KeyRotationTab item={item} /> },
          { id: 'grants', label: 'Grants', content: <KeyGrantsTab item={item} /> },
          { id: 'tags', label: 'Tags', content: <KeyTagsTab item={item} /> },
        ]}
      />
    </section>
  )
}
