import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { rotation: async () => (await import('./rotation-section.tsx')).RotationSection },
  panes: { rotation: async () => (await import('./rotation-pane.tsx')).RotationPane },
  secretRotationTab: async () => (await import('./rotation-tab.tsx')).RotationTab,
  dialogs: {
    'set-up-rotation': async () => (await import('./set-up-rotation-dialog.tsx')).SetUpRotationDialog,
    'rotate-secrets': async () => (await import('./rotate-secrets-dialog.tsx')).RotateSecretsDialog,
    'cancel-rotation': async () => (await import('./cancel-rotation-dialog.tsx')).CancelRotationDialog,
  },
}
