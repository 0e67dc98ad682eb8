import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { firstButton, firstField, isSendKey, pressMain, pressMainOnEnter } from './dialog-keys.ts'
import { IconButton } from './icon-button.tsx'
import { useReturnFocus } from './return-focus.ts'

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
  /** The button that has the focus first where there is no field: the main one, or Cancel before something that cannot be undone. */
  readonly startsAt?: 'main' | 'cancel'
}

const WIDTH = { small: 'w-[440px]', medium: 'w-[600px]', large: 'w-[860px]', wide: 'w-[1120px]' } as const

/** A button that is disabled by what it did loses the focus to the page, where no dialog hears Esc. */
function useEscapeWithoutFocus(close: () => void): void {
  const latest = useRef(close)
  useEffect(() => {
    latest.current = close
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && document.activeElement === document.body) latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/**
 * A modal dialog. The focus starts in the first field and goes back to where it was. Enter in a one-line field and Ctrl/Cmd+Enter
 * anywhere press the main button. Closing with unsaved work asks once; pressing Esc a second time discards.
 */
export function Dialog(props: DialogProps) {
  const { title, description, children, footer, onClose, hasEdits = false, isBusy = false, width = 'medium', role = 'dialog', startsAt = 'main' } = props
  const [asking, setAsking] = useState(false)
  useReturnFocus()
  function askToClose(): void {
    if (isBusy) return
    if (hasEdits && !asking) setAsking(true)
    else onClose()
  }
  useEscapeWithoutFocus(askToClose)
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
          <Content startsAt={startsAt} footer={footer} instead={asking ? <DiscardBar onKeep={() => setAsking(false)} onDiscard={onClose} /> : null}>
            {children}
          </Content>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Body and footer; `instead` takes the place of the footer. */
function Content({ startsAt, children, footer, instead }: Pick<DialogProps, 'children' | 'footer'> & { readonly startsAt: 'main' | 'cancel'; readonly instead: ReactNode }) {
  const bodyRef = useRef<HTMLDivElement>(null)
  const footerRef = useRef<HTMLElement>(null)
  const hasStarted = useRef(false)
  useEffect(() => {
    const settle = () => {
      // At first a field that asks for the focus itself may have it; later what had it may be gone, with the step that it belonged to.
      const dialog = (bodyRef.current ?? footerRef.current)?.closest('[role=dialog], [role=alertdialog]')
      const isElsewhere = hasStarted.current ? document.activeElement === document.body : dialog?.contains(document.activeElement) === false
      hasStarted.current = true
      if (!isElsewhere) return
      const place = firstField(bodyRef.current) ?? firstButton(bodyRef.current, footerRef.current, startsAt)
      place?.focus()
    }
    settle()
    // The browser takes the focus from what was hidden only as it draws.
    let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(settle)))
    return () => cancelAnimationFrame(frame)
  })
  return (
    <div
      className="contents"
      onKeyDownCapture={(event) => {
        if (!isSendKey(event) || instead !== null) return
        event.preventDefault()
        event.stopPropagation()
        pressMain(bodyRef.current, footerRef.current)
      }}
    >
      {children === undefined ? null : (
        <div ref={bodyRef} className="min-h-0 flex-1 overflow-auto px-5 pt-1 pb-4" onKeyDown={(event) => pressMainOnEnter(event, bodyRef.current, footerRef.current)}>
          {children}
        </div>
      )}
      {instead ??
        (footer === undefined ? null : (
          <footer ref={footerRef} className="flex items-center justify-end gap-2 border-t border-line2 px-5 py-3">
            {footer}
          </footer>
        ))}
    </div>
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
