import type { FeatureSlots } from '../../feature-slots.ts'
import { watchForOpening } from './once-open.ts'

const loadUnlock = async () => (await import('./unlock-screen.tsx')).UnlockScreen
const loadScreenLock = async () => (await import('./screen-lock.tsx')).ScreenLock

// The screens that hide the vault are there before they are needed, so that sealing never waits for a file.
watchForOpening(() => void Promise.all([loadUnlock(), loadScreenLock()]))

export const slots: FeatureSlots = { gates: { unlock: loadUnlock, 'screen-lock': loadScreenLock } }
