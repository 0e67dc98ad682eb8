import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  secretPolicyTab: async () => (await import('./secret-policy-tab.tsx')).SecretPolicyTab,
  dialogs: {
    'edit-policy': async () => (await import('./edit-policy-dialog.tsx')).EditPolicyDialog,
    'share-secret': async () => (await import('./share-secret-dialog.tsx')).ShareSecretDialog,
  },
}
