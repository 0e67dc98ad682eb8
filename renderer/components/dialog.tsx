import { X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

export interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the main one last. */
  readonly footer?: ReactNode
  readonly onClose: () => void
  /** True while there is typed work that closing would lose: Esc and the cross then ask first. */
  readonly hasEdits?: boolean
  /** True while an action runs: nothing closes the dialog meanwhile. */
  readonly isBusy?: boolean
  readonly width?: 'small' | 'medium' | 'large' | 'wide'
  readonly role?: 'dialog' | 'alertdialog'
}

const WIDTH = { small: 'w-[440px]', medium: 'w-[600px]', large: 'w-[860px]', wide: 'w-[1120px]' } as const

/** A modal dialog. Closing with unsaved work asks once; pressing Esc a second time discards. */
export function Dialog(props: DialogProps) {
  const { title, description, children, footer, onClose, hasEdits = false, isBusy = false, width = 'medium', role = 'dialog' } = props
  const [asking, setAsking] = useState(false)
  function askToClose(): void {
    if (isBusy) return
    if (hasEdits && !asking) setAsking(true)
    else onClose()
  }
  return (
    <ModalOverlay
      isOpen
      isDismissable={!isBusy && !hasEdits && role === 'dialog'}
      onOpenChange={(isOpen) => isOpen || askToClose()}
      className="fixed inset-0 z-30 grid grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] place-items-center bg-scrim p-4"
    >
      <Modal className={classNames('appear flex max-h-full max-w-full flex-col', WIDTH[width])}>
        <AriaDialog role={role} className="no-ring flex min-h-0 flex-col overflow-hidden rounded-xl bg-panel shadow-float outline-none">
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Heading slot="title" level={2} className="text-lg">
                {title}
              </Heading>
              {description === undefined ? null : <div className="mt-1 text-muted">{description}</div>}
            </div>
            <IconButton label="Close" icon={<X size={16} />} onPress={askToClose} isDisabled={isBusy} className="-mr-2 -mt-0.5" />
          </header>
          {children === undefined ? null : <div className="min-h-0 flex-1 overflow-auto px-5 pt-1 pb-4">{children}</div>}
          {asking ? (
            <DiscardBar onKeep={() => setAsking(false)} onDiscard={onClose} />
          ) : footer === undefined ? null : (
            <footer className="flex items-center justify-end gap-2 border-t border-line2 px-5 py-3">{footer}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

function DiscardBar(props: { readonly onKeep: () => void; readonly onDiscard: () => void }) {
  return (
    <footer role="alert" className="flex items-center gap-2 border-t border-line bg-amber-soft px-5 py-3">
      <span className="min-w-0 flex-1 text-amber">Your changes are not saved. Press Esc again to discard them.</span>
      <Button variant="quiet" onPress={props.onDiscard}>
        Discard
      </Button>
      <Button variant="primary" onPress={props.onKeep} autoFocus>
        Keep editing
      </Button>
    </footer>
  )
}
