import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  dialogs: { 'export-secrets': async () => (await import('./export-dialog.tsx')).ExportDialog },
}
