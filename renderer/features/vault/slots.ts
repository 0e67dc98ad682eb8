import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  dialogs: {
    'change-passphrase': async () => (await import('./change-passphrase-dialog.tsx')).ChangePassphraseDialog,
    'change-protection': async () => (await import('./change-protection-dialog.tsx')).ChangeProtectionDialog,
    'recovery-kit': async () => (await import('./recovery-kit-dialog.tsx')).RecoveryKitDialog,
    'replace-root-key': async () => (await import('./replace-root-key-dialog.tsx')).ReplaceRootKeyDialog,
    'back-up-vault': async () => (await import('./back-up-dialog.tsx')).BackUpDialog,
    'restore-vault': async () => (await import('./restore-dialog.tsx')).RestoreDialog,
  },
}
