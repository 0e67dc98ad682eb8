import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  overlays: [() => import('./palette.tsx').then((module) => module.Palette)],
}
