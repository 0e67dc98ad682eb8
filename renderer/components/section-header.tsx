import type { ReactNode } from 'react'

/** The head of a section in a pane: a title and what belongs at its right. */
export function SectionHeader({ title, children, isFirst = false }: { readonly title: string; readonly children?: ReactNode; readonly isFirst?: boolean }) {
  return (
    <div className={`mb-2 flex min-h-[26px] items-center justify-between gap-2 ${isFirst ? '' : 'mt-4'}`}>
      <h3>{title}</h3>
      <div className="flex items-center gap-2 text-sm text-faint">{children}</div>
    </div>
  )
}
