import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import type { Strategy } from './strategies.ts'
import { KIND_OPTIONS, PRESET_OPTIONS, type ValueSettings } from './value-settings.ts'

/** AWS's functions make passwords of 32 characters. */
const DEFAULT_LENGTH = 32

/** What the new value is like: kind, place in the JSON, characters and length. */
export function ValueSettingsFields(props: { readonly strategy: Strategy; readonly jsonKeys: readonly string[]; readonly settings: ValueSettings; readonly onChange: (settings: ValueSettings) => void }) {
  const { strategy, jsonKeys, settings, onChange } = props
  const isGenerator = strategy === 'generator'
  const isPassword = !isGenerator || settings.kind === 'password'
  const keys = jsonKeys.includes(settings.jsonKey) || settings.jsonKey === '' ? jsonKeys : [settings.jsonKey, ...jsonKeys]
  return (
    <div className="mt-3 grid grid-cols-2 items-start gap-x-3 gap-y-3">
      {isGenerator ? <Select label="New value" options={KIND_OPTIONS} value={settings.kind} onChange={(kind) => onChange({ ...settings, kind })} /> : null}
      {isGenerator && keys.length > 0 ? (
        <Select label="Key that gets it" options={keys.map((key) => ({ value: key, label: key }))} value={settings.jsonKey} onChange={(jsonKey) => onChange({ ...settings, jsonKey })} mono />
      ) : null}
      {isPassword ? (
        <>
          <Select
            label="Characters"
            options={PRESET_OPTIONS}
            value={settings.preset}
            onChange={(preset) => onChange({ ...settings, preset })}
            hint={PRESET_OPTIONS.find((option) => option.value === settings.preset)?.meaning ?? ''}
          />
          <NumberField label="Length" value={settings.length ?? DEFAULT_LENGTH} onChange={(length) => onChange({ ...settings, length: length === DEFAULT_LENGTH ? null : length })} minimum={8} maximum={4096} />
        </>
      ) : null}
    </div>
  )
}
