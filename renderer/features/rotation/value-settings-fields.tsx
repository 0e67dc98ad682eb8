import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { PasswordMoreFields } from './password-more-fields.tsx'
import type { Strategy } from './strategies.ts'
import { isPassword, KIND_OPTIONS, passwordPlan, PRESET_OPTIONS, rulesFor, type ValueSettings } from './value-settings.ts'

const LONGEST = 4096

/** What the new value is like: kind, place in the JSON, characters and length, and what all of that comes to. */
export function ValueSettingsFields(props: {
  readonly strategy: Strategy
  /** Of the function that will make it. */
  readonly functionName: string | null
  readonly jsonKeys: readonly string[]
  readonly settings: ValueSettings
  readonly onChange: (settings: ValueSettings) => void
}) {
  const { strategy, functionName, jsonKeys, settings, onChange } = props
  const isGenerator = strategy === 'generator'
  const keys = jsonKeys.includes(settings.jsonKey) || settings.jsonKey === '' ? jsonKeys : [settings.jsonKey, ...jsonKeys]
  const { password } = settings
  const rules = rulesFor(strategy, functionName)
  const plan = passwordPlan(strategy, functionName, settings)
  const change = (part: Partial<typeof password>) => onChange({ ...settings, password: { ...password, ...part } })
  return (
    <>
      <div className="mt-3 grid grid-cols-2 items-start gap-x-3 gap-y-3">
        {isGenerator ? <Select label="New value" options={KIND_OPTIONS} value={settings.kind} onChange={(kind) => onChange({ ...settings, kind })} /> : null}
        {isGenerator && keys.length > 0 ? (
          <Select label="Key that gets it" options={keys.map((key) => ({ value: key, label: key }))} value={settings.jsonKey} onChange={(jsonKey) => onChange({ ...settings, jsonKey })} mono />
        ) : null}
        {isPassword(strategy, settings) ? (
          <>
            <Select
              label="Characters"
              options={PRESET_OPTIONS}
              value={password.preset}
              onChange={(preset) => change({ preset })}
              hint={PRESET_OPTIONS.find((option) => option.value === password.preset)?.meaning ?? ''}
            />
            <NumberField
              label="Length"
              value={password.length ?? rules.length}
              onChange={(length) => change({ length: length === rules.length ? null : length })}
              minimum={8}
              maximum={rules.maxLength ?? LONGEST}
              {...(rules.maxLength === undefined ? {} : { hint: `${rules.engine} takes ${rules.maxLength} at most.` })}
            />
          </>
        ) : null}
      </div>
      {plan === null ? null : <PasswordMoreFields rules={rules} password={password} plan={plan} onChange={change} />}
    </>
  )
}
