import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { keys: () => import('./keys-section.tsx').then((module) => module.KeysSection) },
  panes: { key: () => import('./key-pane.tsx').then((module) => module.KeyPane) },
  dialogs: {
    'create-key': () => import('./create-key-dialog.tsx').then((module) => module.CreateKeyDialog),
    'create-alias': () => import('./create-alias-dialog.tsx').then((module) => module.CreateAliasDialog),
    'disable-key': () => import('./disable-key-dialog.tsx').then((module) => module.DisableKeyDialog),
    'schedule-key-deletion': () => import('./schedule-key-deletion-dialog.tsx').then((module) => module.ScheduleKeyDeletionDialog),
  },
}
