import type { ReactNode } from 'react'

/** A full-height pane with a tool bar on top and a body that scrolls. */
export function Pane(props: { readonly title: string; readonly count?: number; readonly tools?: ReactNode; readonly children: ReactNode; readonly scrolls?: boolean }) {
  return (
    <section aria-label={props.title} className="flex h-full min-w-0 flex-col bg-panel">
      <header className="flex h-10 flex-none items-center gap-2 border-b border-line px-3">
        <h1 className="truncate text-md">{props.title}</h1>
        {props.count === undefined ? null : <span className="text-sm text-faint tabular-nums">{props.count.toLocaleString('en')}</span>}
        <span className="flex-1" />
        {props.tools}
      </header>
      <div className={`min-h-0 flex-1 ${props.scrolls === false ? 'overflow-hidden' : 'overflow-auto'}`}>{props.children}</div>
    </section>
  )
}
