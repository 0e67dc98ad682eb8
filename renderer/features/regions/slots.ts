import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { regions: async () => (await import('./regions-section.tsx')).RegionsSection },
  secretReplicasTab: async () => (await import('./replicas-tab.tsx')).ReplicasTab,
  dialogs: {
    'add-region': async () => (await import('./add-region-dialog.tsx')).AddRegionDialog,
    'move-region': async () => (await import('./move-region-dialog.tsx')).MoveRegionDialog,
    'detach-region': async () => (await import('./detach-region-dialog.tsx')).DetachRegionDialog,
    'attach-region': async () => (await import('./attach-region-dialog.tsx')).AttachRegionDialog,
    'begin-region-anew': async () => (await import('./begin-anew-dialog.tsx')).BeginAnewDialog,
    'replicate-secrets': async () => (await import('./replicate-secrets-dialog.tsx')).ReplicateSecretsDialog,
    'remove-replica': async () => (await import('./remove-replica-dialog.tsx')).RemoveReplicaDialog,
    'promote-region': async () => (await import('./promote-region-dialog.tsx')).PromoteRegionDialog,
    'region-loss': async () => (await import('./region-loss-dialog.tsx')).RegionLossDialog,
    'compare-regions': async () => (await import('./compare-regions-dialog.tsx')).CompareRegionsDialog,
    'region-recipes': async () => (await import('./region-recipes-dialog.tsx')).RegionRecipesDialog,
    'promote-replica': async () => (await import('./promote-replica-dialog.tsx')).PromoteReplicaDialog,
  },
}
