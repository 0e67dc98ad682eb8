import { Checkbox } from '../../components/checkbox.tsx'
import { Select, type SelectOption } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'

const DAY_SECONDS = 86_400

/** What a new access key may do, as it is being chosen. */
export interface KeyScopeChoice {
  readonly isReadOnly: boolean
  readonly namePrefix: string
  /** Days from now as a text, or `never`. */
  readonly days: Days
}

type Days = 'never' | '1' | '7' | '30' | '90' | '365'

export const WHOLE_SCOPE: KeyScopeChoice = { isReadOnly: false, namePrefix: '', days: 'never' }

const ENDS: readonly SelectOption<Days>[] = [
  { value: 'never', label: 'Never' },
  { value: '1', label: 'In 1 day' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In 1 year' },
]

/** The members of CreateAccessKey for a choice; nothing for a key that may do all that its user may. */
export function scopeMembers({ isReadOnly, namePrefix, days }: KeyScopeChoice, nowMs: number) {
  return {
    ...(isReadOnly && { ReadOnly: true }),
    ...(namePrefix.trim() !== '' && { NamePrefix: namePrefix.trim() }),
    ...(days !== 'never' && { ExpirationDate: Math.floor(nowMs / 1_000) + Number(days) * DAY_SECONDS }),
  }
}

/** The limits of one access key, on top of what its user's policies say. */
export function KeyScopeFields({ value, onChange }: { readonly value: KeyScopeChoice; readonly onChange: (value: KeyScopeChoice) => void }) {
  return (
    <>
      <TextField
        label="Only secrets whose name starts with"
        value={value.namePrefix}
        onChange={(namePrefix) => onChange({ ...value, namePrefix })}
        placeholder="All secrets of the user"
        hint="Such as prod/payments/. The key cannot list secrets or use KMS keys by itself then."
        mono
        maxLength={512}
      />
      <Select label="Stops working" options={ENDS} value={value.days} onChange={(days) => onChange({ ...value, days })} />
      <Checkbox isSelected={value.isReadOnly} onChange={(isReadOnly) => onChange({ ...value, isReadOnly })}>
        <span>
          Read only
          <span className="block text-sm text-muted">It can read secrets and change none, whatever the user may do.</span>
        </span>
      </Checkbox>
    </>
  )
}
