import { Suspense } from 'react'
import { KeyStateNote } from '../../components/key-state-note.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { useStore } from '../../store/store.ts'
import { showDetailTab } from '../../store/view.ts'
import { secretPolicyTab, secretReplicasTab, secretRotationTab } from '../../features.tsx'
import { DetailsTab } from './details-tab.tsx'
import { ReplicaLine } from './replica-line.tsx'
import { SecretHeader } from './secret-header.tsx'
import { TagsTab } from './tags-tab.tsx'
import { UseItTab } from './use-it-tab.tsx'
import { ValueTab } from './value-tab.tsx'
import { VersionsTab } from './versions-tab.tsx'

const TAB_IDS = ['value', 'versions', 'rotation', 'replicas', 'policy', 'tags', 'use-it', 'details']

/** Other features' tabs, which the frame knows. */
function PolicyTab({ arn }: { readonly arn: string }) {
  const Tab = secretPolicyTab()
  return Tab === null ? null : (
    <Suspense>
      <Tab arn={arn} />
    </Suspense>
  )
}

function RotationTab({ arn }: { readonly arn: string }) {
  const Tab = secretRotationTab()
  return Tab === null ? null : (
    <Suspense>
      <Tab arn={arn} />
    </Suspense>
  )
}

function ReplicasTab({ arn }: { readonly arn: string }) {
  const Tab = secretReplicasTab()
  return Tab === null ? null : (
    <Suspense>
      <Tab arn={arn} />
    </Suspense>
  )
}

/** The right pane: everything about one secret. */
export function SecretPane({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const chosenTab = useStore((state) => state.view.detailTab)
  if (summary === undefined) return null
  const tab = TAB_IDS.includes(chosenTab) ? chosenTab : 'value'
  return (
    <section aria-label={summary.Name} className="@container flex h-full min-w-0 flex-col bg-bg">
      <SecretHeader summary={summary} />
      {summary.PrimaryRegion === undefined ? null : <ReplicaLine arn={arn} primaryRegion={summary.PrimaryRegion} />}
      <KeyStateNote kmsKeyId={summary.KmsKeyId} arn={arn} />
      <Tabs
        aria-label="About this secret"
        selected={tab}
        onSelect={showDetailTab}
        tabs={[
          { id: 'value', label: 'Value', content: <ValueTab summary={summary} /> },
          { id: 'versions', label: 'Versions', content: <VersionsTab summary={summary} /> },
          { id: 'rotation', label: 'Rotation', content: <RotationTab arn={arn} /> },
          { id: 'replicas', label: 'Replicas', content: <ReplicasTab arn={arn} /> },
          { id: 'policy', label: 'Policy', content: <PolicyTab arn={arn} /> },
          { id: 'tags', label: 'Tags', content: <TagsTab summary={summary} /> },
          { id: 'use-it', label: 'Use it', content: <UseItTab summary={summary} /> },
          { id: 'details', label: 'Details', content: <DetailsTab summary={summary} /> },
        ]}
      />
    </section>
  )
}
