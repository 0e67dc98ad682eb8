import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { secrets: () => import('./secrets-section.tsx').then((module) => module.SecretsSection) },
  panes: { selection: () => import('./selection-pane.tsx').then((module) => module.SelectionPane) },
  dialogs: {
    'delete-secrets': () => import('./delete-secrets-dialog.tsx').then((module) => module.DeleteSecretsDialog),
    'tag-secrets': () => import('./tag-secrets-dialog.tsx').then((module) => module.TagSecretsDialog),
    'change-key': () => import('./change-key-dialog.tsx').then((module) => module.ChangeKeyDialog),
    'save-filter': () => import('./save-filter-dialog.tsx').then((module) => module.SaveFilterDialog),
  },
}
