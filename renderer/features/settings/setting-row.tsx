import type { ReactNode } from 'react'

interface SettingRowProps {
  readonly label: string
  /** What it does, or why it cannot be changed. */
  readonly hint?: ReactNode
  readonly children: ReactNode
}

/** One setting: what it is on the left, its control on the right. */
export function SettingRow({ label, hint, children }: SettingRowProps) {
  return (
    <div className="flex min-h-[42px] items-center gap-4 border-t border-line2 px-3 py-2 first:border-t-0">
      <div className="min-w-0 flex-1">
        <div>{label}</div>
        {hint !== undefined && <div className="text-sm text-muted">{hint}</div>}
      </div>
      <div className="flex flex-none items-center gap-2">{children}</div>
    </div>
  )
}

/** A titled box of settings. */
export function SettingGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="mb-5">
      <h2 className="mb-2">{title}</h2>
      <div className="rounded-lg border border-line bg-panel">{children}</div>
    </section>
  )
}
