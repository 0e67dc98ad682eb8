import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  panes: { secret: async () => (await import('./secret-pane.tsx')).SecretPane },
  dialogs: {
    'roll-back': async () => (await import('./roll-back-dialog.tsx')).RollBackDialog,
    'move-label': async () => (await import('./move-label-dialog.tsx')).MoveLabelDialog,
  },
}
