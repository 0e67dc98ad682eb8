import { useEffect, useRef } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Mark } from '../../components/mark.tsx'
import { loadAccounts } from '../../store/session.ts'
import { loadSecrets } from '../../store/secrets.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { UnlockForm } from './unlock-form.tsx'

/**
 * Hides the window while the screen is locked. The vault stays open for the endpoint and its timers; the shell refuses the
 * window's calls until an unlock succeeds, so what changed meanwhile is read again then.
 */
export function ScreenLock() {
  const locked = useStore((state) => state.view.screenLocked)
  const status = useStore((state) => state.session.vault)
  const wasLocked = useRef(false)
  useEffect(() => {
    if (wasLocked.current && !locked) Promise.all([loadSecrets(), loadAccounts()]).catch(notifyError)
    wasLocked.current = locked
  }, [locked])
  return (
    <ModalOverlay isOpen={locked} isKeyboardDismissDisabled className="fixed inset-0 z-50 grid place-items-center overflow-y-auto bg-bg p-4">
      <Modal>
        <Dialog className="no-ring w-[420px] outline-none">
          <Mark />
          <Heading slot="title" level={1} className="mt-4 mb-1.5 text-xl tracking-[-0.015em]">
            Locked
          </Heading>
          <p className="text-muted">
            {status?.Endpoint.State === 'on' ? 'The window is hidden. The vault is open, and the endpoint goes on answering.' : 'The window is hidden. The vault is open; nothing answers for it.'}
          </p>
          {status !== null && <UnlockForm status={status} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
