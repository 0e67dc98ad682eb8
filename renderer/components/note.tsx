import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type NoteTone = 'neutral' | 'accent' | 'amber' | 'red'

const LOOK: Readonly<Record<NoteTone, string>> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent-text',
  amber: 'bg-amber-soft text-amber',
  red: 'bg-red-soft text-red',
}
const ICON = { neutral: Info, accent: CircleCheck, amber: TriangleAlert, red: CircleAlert } as const

/** A few words that a person should not overlook, in place. `role="alert"` is for what has just happened. */
export function Note(props: {
  readonly tone?: NoteTone
  readonly title?: string
  readonly children?: ReactNode
  /** What can be done about it. */
  readonly actions?: ReactNode
  readonly role?: 'alert' | 'status'
  readonly className?: string
}) {
  const tone = props.tone ?? 'neutral'
  const Icon = ICON[tone]
  return (
    <div className={classNames('flex items-start gap-2 rounded-md px-3 py-2', LOOK[tone], props.className)} {...(props.role === undefined ? {} : { role: props.role })}>
      <Icon size={16} className="mt-0.5" aria-hidden />
      <div className="selectable min-w-0 flex-1 break-words">
        {props.title === undefined ? null : <b className={tone === 'neutral' ? 'block text-text' : 'block'}>{props.title}</b>}
        {props.children === undefined ? null : <div className={props.title === undefined || tone === 'neutral' ? '' : 'text-text'}>{props.children}</div>}
        {props.actions === undefined ? null : <div className="mt-1.5 flex flex-wrap items-center gap-2">{props.actions}</div>}
      </div>
    </div>
  )
}
