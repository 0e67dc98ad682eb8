import { type ReactNode, useEffect, useRef } from 'react'
import { firstField } from './dialog-keys.ts'
import { Mark } from './mark.tsx'
import { hasDialog } from './return-focus.ts'

interface QuietColumnProps {
  /** The step that is shown, counted from 1, of how many; without it there is no bar. */
  readonly step?: { readonly current: number; readonly count: number; readonly label: string }
  readonly title: string
  readonly intro?: ReactNode
  readonly children: ReactNode
  /** Quiet links under everything. */
  readonly links?: ReactNode
}

/** One column of 420 px in the middle of the window: first run, unlock, and what else asks for full attention. */
export function QuietColumn({ step, title, intro, children, links }: QuietColumnProps) {
  const column = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // One step takes the place of another, and what had the focus goes with it. What asks for the focus itself comes first.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.activeElement !== document.body || hasDialog()) return
        const place = firstField(column.current) ?? column.current?.querySelector('button')
        place?.focus({ preventScroll: true })
      })
    })
    return () => cancelAnimationFrame(frame)
  })
  return (
    <main className="h-full overflow-y-auto bg-bg">
      <div className="grid min-h-full place-items-center px-8 py-4">
        <div ref={column} className="w-[420px]">
          {step && <StepBar {...step} />}
          <Mark />
          <h1 className="mt-4 mb-1.5 text-xl tracking-[-0.015em]">{title}</h1>
          {intro !== undefined && <div className="text-muted">{intro}</div>}
          {children}
          {links !== undefined && <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-muted">{links}</div>}
        </div>
      </div>
    </main>
  )
}

function StepBar({ current, count, label }: { readonly current: number; readonly count: number; readonly label: string }) {
  return (
    <div className="mb-6 flex gap-1.5" role="img" aria-label={`Step ${current} of ${count}: ${label}`}>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={`h-[3px] flex-1 rounded-full ${index < current ? 'bg-accent' : 'bg-line'}`} />
      ))}
    </div>
  )
}
