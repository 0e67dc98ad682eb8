import type { ReactNode } from 'react'
import { GridList, GridListItem } from 'react-aria-components'

export interface ListedIdentity {
  /** `user/NAME` and the like. */
  readonly id: string
  readonly name: string
  readonly remark: ReactNode
}

/** Users, groups or roles by name; one of all three lists is chosen. */
export function IdentityList(props: { readonly label: string; readonly items: readonly ListedIdentity[]; readonly selected: string | null; readonly onSelect: (id: string) => void }) {
  return (
    <GridList
      aria-label={props.label}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={props.items.some(({ id }) => id === props.selected) && props.selected !== null ? [props.selected] : []}
      onSelectionChange={(keys) => {
        const [first] = keys
        if (first !== undefined) props.onSelect(String(first))
      }}
      className="no-ring flex flex-col outline-none"
    >
      {props.items.map(({ id, name, remark }) => (
        <GridListItem
          key={id}
          id={id}
          textValue={name}
          className="no-ring flex h-(--row) flex-none cursor-default items-center gap-2 border-b border-line2 px-3 outline-none hover:bg-sunken focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] selected:bg-accent-soft selected:shadow-[inset_2px_0_var(--accent)] focus-visible:selected:shadow-[inset_0_0_0_2px_var(--accent)]"
        >
          <span className="mono min-w-0 flex-1 truncate">{name}</span>
          <span className="flex-none text-sm text-muted">{remark}</span>
        </GridListItem>
      ))}
    </GridList>
  )
}
