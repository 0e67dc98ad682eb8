import { useMemo, useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { Chip } from '../../components/chip.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { useStore } from '../../store/store.ts'

const SHOWN = 30

/** A secret that may be the admin's: it has a user name and a password. */
function useCandidates(arn: string, query: string) {
  const revision = useStore((state) => state.secrets.revision)
  const summaries = useStore((state) => state.secrets.summaries)
  const order = useStore((state) => state.secrets.order)
  return useMemo(() => {
    const words = query.trim().toLowerCase()
    const found = []
    for (const candidate of order) {
      const summary = summaries.get(candidate)
      if (summary === undefined || candidate === arn || !summary.JsonKeys.includes('username') || !summary.JsonKeys.includes('password')) continue
      if (words === '' || summary.Name.toLowerCase().includes(words)) found.push(summary)
      if (found.length > SHOWN) break
    }
    return found
    // The summaries change in place; their revision tells.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [revision, order, query, arn])
}

/** The secret of a user that may make users and set their passwords. */
export function AdminSecretPicker({ isNeeded, arn, value, onChange }: { readonly isNeeded: boolean; readonly arn: string; readonly value: string; readonly onChange: (arn: string) => void }) {
  const [query, setQuery] = useState('')
  const candidates = useCandidates(arn, query)
  const chosen = useStore((state) => state.secrets.summaries.get(value)?.Name)
  return (
    <div>
      <div className="mb-1 flex items-center gap-2 text-sm font-medium text-muted">
        Admin secret
        {value === '' ? <Chip tone={isNeeded ? 'amber' : 'neutral'}>{isNeeded ? 'none chosen' : 'none; only if the user may change itself'}</Chip> : null}
        {value !== '' && !candidates.some((one) => one.ARN === value) ? <span className="mono text-text">{chosen ?? value}</span> : null}
      </div>
      <div className="overflow-hidden rounded-lg border border-line bg-panel">
        <SearchField aria-label="Find the admin secret" value={query} onChange={setQuery} placeholder="Find by name" className="rounded-none border-0 border-b border-line2" />
        <ListBox
          aria-label="Admin secret"
          selectionMode="single"
          selectedKeys={value === '' ? [] : [value]}
          onSelectionChange={(keys) => {
            const [first] = keys === 'all' ? [] : [...keys]
            if (first !== undefined) onChange(String(first))
          }}
          items={candidates.slice(0, SHOWN).map((summary) => ({ id: summary.ARN, name: summary.Name, isDatabase: summary.Kind === 'database' }))}
          renderEmptyState={() => <p className="px-3 py-1.5 text-sm text-muted">No other secret with username and password{query === '' ? '. Store the one of the database’s admin first.' : ' matches.'}</p>}
          className="no-ring max-h-[132px] overflow-auto outline-none"
        >
          {(item) => (
            <ListBoxItem
              id={item.id}
              textValue={item.name}
              className="no-ring flex h-[30px] cursor-default items-center gap-2 px-3 outline-none hover:bg-sunken data-focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] selected:bg-accent-soft"
            >
              <SecretName name={item.name} />
            </ListBoxItem>
          )}
        </ListBox>
      </div>
      <p className="mt-1 text-sm text-muted">Its user may make users and set their passwords. Its ARN is written into the value as masterarn; its password is read for the rotation only.</p>
    </div>
  )
}
