import { useState, type KeyboardEvent } from 'react'
import { Kbd } from '../../components/kbd.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { moveFocus } from '../../store/selection.ts'
import { useStore } from '../../store/store.ts'
import { setQuery } from '../../store/view.ts'

const HINTS = ['is:due', 'is:never-rotated', 'is:unused', 'kind:database', 'tag:env=prod', 'in:prod/', 'has:password']

/** Filters what the grid shows as one types; arrow down and a second Esc go to the rows. The prefixes are told while it is empty. */
export function FilterField() {
  const query = useStore((state) => state.view.query)
  const [isOpen, setOpen] = useState(false)
  function onKeyDown(event: KeyboardEvent): void {
    const leaves = event.key === 'Escape' && query === ''
    if (event.key !== 'ArrowDown' && event.key !== 'Enter' && !leaves) return
    event.preventDefault()
    if (!leaves) moveFocus(1, 'only')
    document.querySelector<HTMLElement>('main [role=grid]')?.focus()
  }
  return (
    <div data-filter className="relative min-w-[84px] max-w-[260px] flex-[2_1_140px]" onKeyDown={onKeyDown} onFocus={() => setOpen(true)} onBlur={() => setOpen(false)}>
      <SearchField aria-label="Filter secrets" placeholder="Filter" value={query} onChange={setQuery} end={<Kbd>/</Kbd>} className="h-[26px]" />
      {isOpen && query === '' ? (
        <div className="appear absolute top-8 right-0 z-20 w-[260px] rounded-lg bg-panel p-3 text-sm shadow-float">
          <p className="text-muted">Looks in names, descriptions, tags and JSON keys, never in values. Also:</p>
          <p className="mt-2 flex flex-wrap gap-1">
            {HINTS.map((hint) => (
              <button
                key={hint}
                type="button"
                tabIndex={-1}
                onMouseDown={(event) => {
                  event.preventDefault()
                  setQuery(hint)
                }}
                className="mono rounded-sm bg-sunken px-1.5 text-xs text-muted hover:text-text"
              >
                {hint}
              </button>
            ))}
          </p>
        </div>
      ) : null}
    </div>
  )
}
