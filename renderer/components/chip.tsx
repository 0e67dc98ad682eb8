import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type ChipTone = 'neutral' | 'accent' | 'amber' | 'red' | 'blue'

const TONE: Readonly<Record<ChipTone, string>> = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-transparent bg-accent-soft text-accent-text',
  amber: 'border-transparent bg-amber-soft text-amber',
  red: 'border-transparent bg-red-soft text-red',
  blue: 'border-transparent bg-blue-soft text-blue',
}

/** A word or two that tell a state or a tag. Colour means: amber pending or due, red failed, blue remote. */
export function Chip({ children, tone = 'neutral', className }: { readonly children: ReactNode; readonly tone?: ChipTone; readonly className?: string }) {
  return (
    <span className={classNames('inline-flex h-[18px] flex-none items-center rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap', TONE[tone], className)}>
      {children}
    </span>
  )
}
