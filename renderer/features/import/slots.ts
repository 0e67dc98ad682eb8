import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  dialogs: { 'import-secrets': async () => (await import('./import-dialog.tsx')).ImportDialog },
  overlays: [async () => (await import('./drop-target.tsx')).DropTarget],
}
