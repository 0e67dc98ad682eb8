import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'

export interface ToastContent {
  readonly id: number
  readonly kind: 'done' | 'info' | 'warning' | 'failed'
  readonly text: string
  readonly action?: { readonly label: string; readonly run: () => void | Promise<void> }
}

/** Errors stay until they are dismissed; a toast with an action stays long enough to be reached. */
const SHOWN_MS = { done: 4000, info: 5000, warning: 8000 } as const
const SHOWN_WITH_ACTION_MS = 10_000

const ICON = {
  done: <CircleCheck size={16} className="text-accent" aria-hidden />,
  info: <Info size={16} className="text-blue" aria-hidden />,
  warning: <TriangleAlert size={16} className="text-amber" aria-hidden />,
  failed: <CircleAlert size={16} className="text-red" aria-hidden />,
} as const

function Toast({ toast, onDismiss }: { readonly toast: ToastContent; readonly onDismiss: (id: number) => void }) {
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || toast.kind === 'failed') return
    const timer = setTimeout(() => onDismiss(toast.id), toast.action === undefined ? SHOWN_MS[toast.kind] : SHOWN_WITH_ACTION_MS)
    return () => clearTimeout(timer)
  }, [held, toast, onDismiss])
  return (
    <li
      className="appear flex min-h-10 w-max max-w-[480px] items-center gap-2.5 rounded-lg bg-panel py-1.5 pr-2 pl-3 shadow-float"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {ICON[toast.kind]}
      <span className="selectable min-w-0 flex-1 break-words">{toast.text}</span>
      {toast.action === undefined ? null : (
        <Button
          onPress={async () => {
            onDismiss(toast.id)
            await toast.action?.run()
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon={<X size={14} />} onPress={() => onDismiss(toast.id)} />
    </li>
  )
}

/** The toasts at the bottom of the window, the newest last; a live region for screen readers. */
export function Toaster({ toasts, onDismiss }: { readonly toasts: readonly ToastContent[]; readonly onDismiss: (id: number) => void }) {
  return (
    <section aria-label="Notifications" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-10 z-40 flex justify-center">
      <ol className="pointer-events-auto flex flex-col items-center gap-2">
        {toasts.map((toast) => (
          <Toast key={toast.id} toast={toast} onDismiss={onDismiss} />
        ))}
      </ol>
    </section>
  )
}
