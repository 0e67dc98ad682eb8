import { type ReactNode, useRef } from 'react'
import { Resizer } from '../../components/resizer.tsx'
import { rememberPane } from '../../store/preferences.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'

const NAV = { initial: 16, minimum: 12, maximum: 30 } as const
const SIDE = { initial: 40.6, minimum: 28, maximum: 60 } as const

/** The three columns under the context bar. Widths are percent of the window, remembered; nothing gets narrower than it can be used. */
export function Columns(props: { readonly nav: ReactNode; readonly middle: ReactNode; readonly side: ReactNode | null }) {
  const grid = useRef<HTMLDivElement>(null)
  const nav = useStore((state) => state.preferences.panes['nav'] ?? NAV.initial)
  const side = useStore((state) => state.preferences.panes['side'] ?? SIDE.initial)
  const paint = (name: string) => (value: number) => grid.current?.style.setProperty(name, `${value}vw`)
  const remember = (name: string) => (value: number) => void rememberPane(name, value).catch(notifyError)
  return (
    <div ref={grid} className="flex min-h-0" style={{ '--nav': `${nav}vw`, '--side': `${side}vw` } as Record<string, string>}>
      <div className="min-w-[168px] flex-none" style={{ width: 'var(--nav)' }}>
        {props.nav}
      </div>
      <Resizer aria-label="Width of the navigation" side="left" value={nav} {...NAV} onMove={paint('--nav')} onEnd={remember('nav')} />
      <main className="relative min-w-[280px] flex-1 bg-panel">{props.middle}</main>
      {props.side === null ? null : (
        <>
          <Resizer aria-label="Width of the details" side="right" value={side} {...SIDE} onMove={paint('--side')} onEnd={remember('side')} />
          <aside aria-label="Details" data-pane="side" className="min-w-[320px] flex-none overflow-hidden bg-bg" style={{ width: 'var(--side)' }}>
            {props.side}
          </aside>
        </>
      )}
    </div>
  )
}
