import { Fragment, type ReactNode } from 'react'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

/** Names and what they are, in two columns. */
export function Facts({ rows, labelWidth = 104 }: { readonly rows: readonly Fact[]; readonly labelWidth?: number }) {
  return (
    <dl className="grid gap-y-1.5" style={{ gridTemplateColumns: `${labelWidth}px minmax(0, 1fr)` }}>
      {rows.map((row) => (
        <Fragment key={row.label}>
          <dt className="text-muted">{row.label}</dt>
          <dd className="selectable min-w-0 break-words">{row.value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
