import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  gates: { 'first-run': async () => (await import('./first-run-screen.tsx')).FirstRunScreen },
}
