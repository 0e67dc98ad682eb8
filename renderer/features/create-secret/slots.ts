import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  dialogs: {
    'create-secret': async () => (await import('./create-secret-dialog.tsx')).CreateSecretDialog,
    'duplicate-secret': async () => (await import('./duplicate-secret-dialog.tsx')).DuplicateSecretDialog,
  },
}
