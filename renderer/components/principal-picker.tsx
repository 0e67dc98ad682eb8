import { useState } from 'react'
import type { Identities } from '../hooks/use-identities.ts'
import { Checkbox } from './checkbox.tsx'
import { SearchField } from './search-field.tsx'

const SEARCH_FROM = 8

/** Users and roles of the account, any number of them, by ARN. */
export function PrincipalPicker(props: {
  readonly label: string
  readonly identities: Identities | null
  readonly chosen: readonly string[]
  readonly onChange: (arns: readonly string[]) => void
}) {
  const [query, setQuery] = useState('')
  const { identities, chosen, onChange } = props
  const all = [
    ...(identities?.users ?? []).map((user) => ({ arn: user.Arn, kind: 'user', name: user.UserName })),
    ...(identities?.roles ?? []).map((role) => ({ arn: role.Arn, kind: 'role', name: role.RoleName })),
  ]
  const shown = all.filter(({ kind, name }) => `${kind}/${name}`.toLowerCase().includes(query.trim().toLowerCase()))
  return (
    <div role="group" aria-label={props.label}>
      <div className="mb-1 text-sm font-medium text-muted">{props.label}</div>
      {all.length > SEARCH_FROM ? <SearchField aria-label={`Search: ${props.label}`} value={query} onChange={setQuery} placeholder="Filter" className="mb-1.5" /> : null}
      <div className="max-h-40 overflow-auto rounded-lg border border-line bg-panel py-1">
        {shown.map(({ arn, kind, name }) => (
          <Checkbox
            key={arn}
            isSelected={chosen.includes(arn)}
            onChange={(isSelected) => onChange(isSelected ? [...chosen, arn] : chosen.filter((other) => other !== arn))}
            className="px-3 py-1 hover:bg-sunken"
          >
            <span className="mono min-w-0 truncate">
              <span className="text-muted">{kind}/</span>
              {name}
            </span>
          </Checkbox>
        ))}
        {identities !== null && all.length === 0 ? <p className="px-3 py-1 text-muted">No users or roles yet: make one under Access.</p> : null}
        {all.length > 0 && shown.length === 0 ? <p className="px-3 py-1 text-muted">None matches.</p> : null}
      </div>
    </div>
  )
}
