import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { activity: async () => (await import('./activity-section.tsx')).ActivitySection },
}
