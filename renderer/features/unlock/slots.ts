import type { FeatureSlots } from '../../feature-slots.ts'

export const slots: FeatureSlots = {
  gates: { unlock: async () => (await import('./unlock-screen.tsx')).UnlockScreen },
  overlays: [async () => (await import('./screen-lock.tsx')).ScreenLock],
}
