import { Braces, Database, FileLock, KeyRound, Text } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import { SECRET_TEMPLATES, type SecretTemplate } from '../../../shared/secret-kinds/templates.ts'

export type TemplateId = SecretTemplate['id']

const ICON = { database: Database, 'api-key': KeyRound, 'key-value': Braces, text: Text, binary: FileLock } as const

/** What sort of secret it will be, as a row of cards. */
export function KindPicker({ kind, onChange }: { readonly kind: TemplateId; readonly onChange: (kind: TemplateId) => void }) {
  return (
    <RadioGroup aria-label="Kind" orientation="horizontal" value={kind} onChange={(value) => onChange(value as TemplateId)} className="grid grid-cols-5 gap-2">
      {SECRET_TEMPLATES.map(({ id, label, description }) => {
        const Icon = ICON[id]
        return (
          <Radio
            key={id}
            value={id}
            aria-label={`${label}: ${description}`}
            className="flex cursor-default flex-col items-start gap-1.5 rounded-lg border border-line bg-panel px-2.5 py-2 text-muted hover:border-mark data-focus-visible:outline-2 data-focus-visible:outline-offset-1 selected:border-accent selected:bg-accent-soft selected:text-accent-text"
          >
            <Icon size={16} aria-hidden />
            <span className="text-sm font-medium">{label}</span>
          </Radio>
        )
      })}
    </RadioGroup>
  )
}
