import { useState } from 'react'
import { type EditedField, fieldProblems, fieldsOf, sizeInBytes, textOfFields } from '../../../shared/secret-edit/edited-fields.ts'
import { DATABASE_ENGINES, findTemplate } from '../../../shared/secret-kinds/templates.ts'
import { KeyValueEditor, nextFieldId } from '../../components/key-value-editor.tsx'
import { Select } from '../../components/select.tsx'
import { SizeMeter } from '../../components/size-meter.tsx'
import type { EditedValue } from '../../components/value-editor.tsx'
import { generatePassword } from '../../store/secret-values.ts'
import { templatePlaceholders, withEngine } from './new-value.ts'

const TEMPLATE = findTemplate('database')
const ENGINES = DATABASE_ENGINES.map(({ engine, label, port }) => ({ value: engine, label, hint: String(port) }))

/** The keys that AWS's own database secrets have; the engine sets the port. */
export function DatabaseFields({ edited, onChange }: { readonly edited: EditedValue; readonly onChange: (edited: EditedValue) => void }) {
  const [fields, setFields] = useState<readonly EditedField[]>(() => fieldsOf(edited.text, nextFieldId))
  // The engine is chosen above the table.
  const engineFields = fields.filter((field) => field.key === 'engine').slice(0, 1)
  const shown = fields.filter((field) => !engineFields.includes(field))
  const engine = engineFields[0]?.text ?? ''
  function change(next: readonly EditedField[]): void {
    setFields(next)
    onChange({ text: textOfFields(next), problem: [...fieldProblems(next).values()][0] ?? null })
  }
  return (
    <>
      <div className="mb-2 flex items-end gap-2">
        <Select label="Database" options={ENGINES} value={engine} onChange={(value) => change(withEngine(fields, value))} className="w-56" />
        <span className="flex-1" />
        <SizeMeter bytes={sizeInBytes(edited.text)} />
      </div>
      <KeyValueEditor fields={shown} onChange={(next) => change([...engineFields, ...next])} generate={generatePassword} placeholders={templatePlaceholders(TEMPLATE)} />
    </>
  )
}
