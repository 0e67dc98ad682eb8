import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  sections: { explain: async () => (await import('./explain-section.tsx')).ExplainSection },
}
