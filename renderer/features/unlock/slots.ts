import type { FeatureSlots } from '../../feature-slots.ts'
import { watchForOpening } from './once-open.ts'

watchForOpening()

export const slots: FeatureSlots = {
  gates: {
    unlock: async () => (await import('./unlock-screen.tsx')).UnlockScreen,
    'screen-lock': async () => (await import('./screen-lock.tsx')).ScreenLock,
  },
}
