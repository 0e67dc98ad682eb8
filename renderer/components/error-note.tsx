import { CircleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { classNames } from './class-names.ts'

/** The parts of an error that are shown; the message is already words for a person. */
export interface CofferErrorLike {
  readonly code: string
  readonly message: string
}

/** What went wrong, in place: said by screen readers, and scrolled to where it came up below what is in view. */
export function ErrorNote({ error, className }: { readonly error: CofferErrorLike; readonly className?: string }) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => note.current?.scrollIntoView({ block: 'nearest' }), [error])
  return (
    <div ref={note} role="alert" className={classNames('flex items-start gap-2 rounded-md bg-red-soft px-3 py-2 text-red', className)}>
      <CircleAlert size={16} className="mt-0.5" aria-hidden />
      <div className="selectable min-w-0 flex-1">
        <div className="break-words">{error.message}</div>
        <div className="mono text-xs">{error.code}</div>
      </div>
    </div>
  )
}
