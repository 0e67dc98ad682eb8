import { Check } from 'lucide-react'
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from 'react-aria-components'
import { classNames } from '../../components/class-names.ts'
import type { RegionDifference } from '../../store/regions.ts'
import type { LeftOut } from './reunite-choice.ts'

const ROW_PX = 30
const ROWS_SEEN = 6

/** Chooses among any number of secrets: arrows go, Space takes in or leaves out, Ctrl+A takes in all that are shown. */
export function ReuniteList({ differences, left, onChange }: { readonly differences: readonly RegionDifference[]; readonly left: LeftOut; readonly onChange: (selected: ReadonlySet<unknown>) => void }) {
  if (differences.length === 0) return <p className="mt-2 rounded-lg border border-line bg-panel px-3 py-2 text-muted">No secret has these words.</p>
  const items = differences.map((one) => ({ id: one.Name, differs: one.Differs.length === 0 ? 'the same' : `differ in ${one.Differs.join(', ')}` }))
  return (
    <div className="mt-2 overflow-hidden rounded-lg border border-line bg-panel" style={{ height: Math.min(items.length, ROWS_SEEN) * ROW_PX + 2 }}>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_PX }}>
        <ListBox
          aria-label="Secrets to reunite"
          items={items}
          selectionMode="multiple"
          selectionBehavior="toggle"
          escapeKeyBehavior="none"
          selectedKeys={items.filter(({ id }) => !left.has(id)).map(({ id }) => id)}
          onSelectionChange={(keys) => onChange(keys === 'all' ? new Set(items.map(({ id }) => id)) : keys)}
          className="no-ring h-full overflow-auto outline-none"
        >
          {(item) => (
            <ListBoxItem
              id={item.id}
              textValue={item.id}
              className="no-ring flex h-[30px] cursor-default items-center gap-2 px-3 outline-none hover:bg-sunken focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]"
            >
              {({ isSelected }) => (
                <>
                  <span className={classNames('flex size-4 flex-none items-center justify-center rounded-sm border', isSelected ? 'border-accent bg-accent text-on-accent' : 'border-mark bg-panel')}>
                    {isSelected ? <Check size={12} strokeWidth={2.5} aria-hidden /> : null}
                  </span>
                  <span className="mono min-w-0 flex-1 truncate" title={item.id}>
                    {item.id}
                  </span>
                  <span className="max-w-[50%] truncate text-sm text-muted" title={item.differs}>
                    {item.differs}
                  </span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
    </div>
  )
}
