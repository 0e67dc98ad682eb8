import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { settings: async () => (await import('./settings-section.tsx')).SettingsSection },
}
