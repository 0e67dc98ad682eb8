import { CircleAlert } from 'lucide-react'
import { classNames } from './class-names.ts'

/** The parts of an error that are shown; the message is already words for a person. */
export interface CofferErrorLike {
  readonly code: string
  readonly message: string
}

/** What went wrong, in place. */
export function ErrorNote({ error, className }: { readonly error: CofferErrorLike; readonly className?: string }) {
  return (
    <div role="alert" className={classNames('flex items-start gap-2 rounded-md bg-red-soft px-3 py-2 text-red', className)}>
      <CircleAlert size={16} className="mt-0.5" aria-hidden />
      <div className="selectable min-w-0 flex-1">
        <div className="break-words">{error.message}</div>
        <div className="mono text-xs">{error.code}</div>
      </div>
    </div>
  )
}
