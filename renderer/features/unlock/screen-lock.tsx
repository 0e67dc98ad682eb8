import { Heading, Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { app } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Mark } from '../../components/mark.tsx'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { setScreenLocked } from '../../store/view.ts'

/** Hides the window while the screen is locked. The vault stays open for the endpoint and its timers; sealing is the other choice. */
export function ScreenLock() {
  const locked = useStore((state) => state.view.screenLocked)
  const endpointIsOn = useStore((state) => state.session.vault?.Endpoint.State === 'on')
  const show = () => {
    setScreenLocked(false)
    app('screen-lock.set', { locked: false }).catch(notifyError)
  }
  return (
    <ModalOverlay isOpen={locked} isKeyboardDismissDisabled className="fixed inset-0 z-50 grid place-items-center bg-bg">
      <Modal>
        <Dialog className="no-ring w-[420px] outline-none">
          <Mark />
          <Heading slot="title" className="mt-4 mb-1.5 text-xl tracking-[-0.015em]">
            Hidden while the screen was locked
          </Heading>
          <p className="text-muted">
            {endpointIsOn
              ? 'The vault is open, and the endpoint goes on answering. Revealed values were hidden again.'
              : 'The vault is open. Revealed values were hidden again.'}
          </p>
          <div className="mt-5">
            <Button variant="primary" size="large" onPress={show} autoFocus>
              Show Coffer
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
