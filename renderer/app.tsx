import { Suspense, useEffect } from 'react'
import { runCommand } from './commands/registry.ts'
import { listenForShortcuts } from './commands/shortcuts.ts'
import { Boundary } from './components/boundary.tsx'
import { rememberFocus } from './components/return-focus.ts'
import { Toaster } from './components/toaster.tsx'
import type { GateName } from './feature-slots.ts'
import { dialogComponent, gateComponent, keyPane, overlayComponents, rotationPane, secretPane, sectionComponent, selectionPane } from './features.tsx'
import { Frame } from './features/frame/frame.tsx'
import { Starting } from './features/frame/starting.tsx'
import { useTheme } from './hooks/use-theme.ts'
import { followEvents } from './store/events.ts'
import { loadPreferences } from './store/preferences.ts'
import { refreshStatus } from './store/session.ts'
import { useStore } from './store/store.ts'
import { dismissToast, notifyError } from './store/toasts.ts'

function useStart(): void {
  useEffect(() => {
    const stopEvents = followEvents(runCommand)
    const stopShortcuts = listenForShortcuts()
    const stopRemembering = rememberFocus(document.getElementById('root') ?? document.body)
    loadPreferences().catch(notifyError)
    refreshStatus().catch(notifyError)
    return () => {
      stopEvents()
      stopShortcuts()
      stopRemembering()
    }
  }, [])
}

function Gate({ name }: { readonly name: GateName }) {
  const Screen = gateComponent(name)
  return Screen === null ? null : (
    <Suspense>
      <Screen />
    </Suspense>
  )
}

function OpenDialog() {
  const dialog = useStore((state) => state.view.dialog)
  if (dialog === null) return null
  const Dialog = dialogComponent(dialog.name)
  return Dialog === null ? null : (
    <Suspense>
      <Dialog key={dialog.name} {...dialog.props} />
    </Suspense>
  )
}

function Overlays() {
  return (
    <Suspense>
      {overlayComponents().map((Overlay, index) => (
        // The list is fixed when the window starts.
        <Overlay key={index} />
      ))}
    </Suspense>
  )
}

/**
 * First run is over when the person has finished its steps, not when the vault exists: the second and third step
 * (first secret, connect) need an unsealed vault.
 */
function Screen() {
  const status = useStore((state) => state.session.status)
  const inFirstRun = useStore((state) => !state.preferences.firstRunDone)
  const section = useStore((state) => state.view.section)
  const isSilent = useStore((state) => state.session.reason === null)
  const screenLocked = useStore((state) => state.view.screenLocked)
  if (status === 'starting') return isSilent ? <Starting /> : <Gate name="unlock" />
  // Nothing else is mounted then: what was revealed or typed is gone from the page, not only covered.
  if (status === 'unsealed' && screenLocked) return <Gate name="screen-lock" />
  if (status === 'absent' || (status === 'unsealed' && inFirstRun)) return <Gate name="first-run" />
  if (status === 'sealed') return <Gate name="unlock" />
  return (
    <>
      <Frame Section={sectionComponent(section)} SecretPane={secretPane()} SelectionPane={selectionPane()} KeyPane={keyPane()} RotationPane={rotationPane()} />
      <Overlays />
    </>
  )
}

/** The window: the screen for the vault's state, the open dialog and the toasts. */
export function App() {
  useTheme()
  useStart()
  const toasts = useStore((state) => state.toasts)
  return (
    <Boundary>
      <Screen />
      <OpenDialog />
      <Toaster toasts={toasts} onDismiss={dismissToast} />
    </Boundary>
  )
}
