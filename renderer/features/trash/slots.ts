import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { trash: () => import('./trash-section.tsx').then((module) => module.TrashSection) },
  dialogs: { 'purge-secrets': () => import('./purge-secrets-dialog.tsx').then((module) => module.PurgeSecretsDialog) },
}
