import { useEffect } from 'react'
import { store } from '../store/store.ts'

/** Runs when the window is hidden behind a screen lock: the moment to let go of values. `run` must be stable. */
export function useOnScreenLock(run: () => void): void {
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.view.screenLocked && !before.view.screenLocked) run()
      }),
    [run],
  )
}
