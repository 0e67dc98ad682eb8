import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  dialogs: { 'edit-secret': async () => (await import('./edit-secret-dialog.tsx')).EditSecretDialog },
}
