import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { access: async () => (await import('./access-section.tsx')).AccessSection },
  dialogs: {
    'create-user': async () => (await import('./create-user-dialog.tsx')).CreateUserDialog,
    'create-access-key': async () => (await import('./create-access-key-dialog.tsx')).CreateAccessKeyDialog,
    'put-user-policy': async () => (await import('./put-user-policy-dialog.tsx')).PutUserPolicyDialog,
    'put-account': async () => (await import('./put-account-dialog.tsx')).PutAccountDialog,
  },
}
