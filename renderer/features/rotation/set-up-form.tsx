import { Note } from '../../components/note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { Select } from '../../components/select.tsx'
import type { RotationFunction } from '../../store/functions.ts'
import type { SecretSummary } from '../../store/state.ts'
import { AdminSecretPicker } from './admin-secret-picker.tsx'
import type { ScheduleDraft } from './schedule-draft.ts'
import { ScheduleEditor } from './schedule-editor.tsx'
import { type SetUpChoice, TLS_OPTIONS } from './set-up-choice.ts'
import { adminNeed, engineWords, strategiesFor, strategyHint, strategyTitle, type Target } from './strategies.ts'
import { hasValueSettings, type ValueSettings } from './value-settings.ts'
import { ValueSettingsFields } from './value-settings-fields.tsx'

/** How the new value is made and set, with what each way means, and when. */
export function SetUpForm(props: {
  readonly summary: SecretSummary
  readonly target: Target | null
  readonly items: readonly RotationFunction[]
  /** Of the function that the choice means. */
  readonly functionName: string | null
  readonly choice: SetUpChoice
  readonly draft: ScheduleDraft
  readonly settings: ValueSettings
  readonly onChoice: (choice: SetUpChoice) => void
  readonly onDraft: (draft: ScheduleDraft) => void
  readonly onSettings: (settings: ValueSettings) => void
}) {
  const { summary, target, items, choice, onChoice } = props
  const strategies = strategiesFor(items, target?.engine ?? null, summary.Kind)
  const own = items.filter((item) => item.Runtime !== 'built-in')
  const admin = adminNeed(choice.strategy, target)
  const isDatabase = choice.strategy === 'single' || choice.strategy === 'alternating'
  return (
    <div className="grid gap-x-7 min-[860px]:grid-cols-2">
      <div className="min-w-0">
      {target !== null && !strategies.includes('single') ? (
        <Note className="mb-3">Coffer has no built-in function for {engineWords(target.engine)}. A function of your own can rotate it: add one under Functions.</Note>
      ) : null}
      {strategies.length === 0 ? (
        <Note tone="amber">There is no function for this secret yet. Add one of yours under Functions.</Note>
      ) : (
        <RadioGroup
          label="Strategy"
          options={strategies.map((strategy) => ({ value: strategy, label: `${strategyTitle(strategy)}${strategy === strategies[0] && strategies.length > 1 ? ' · suggested' : ''}`, hint: strategyHint(strategy, target) }))}
          value={choice.strategy}
          onChange={(strategy) => onChoice({ ...choice, strategy })}
        />
      )}
      {choice.strategy === 'own' ? (
        <Select
          label="Function"
          options={own.map((item) => ({ value: item.FunctionArn, label: item.FunctionName, ...(item.CodeSha256 === undefined ? { hint: 'not agreed yet' } : {}) }))}
          value={choice.ownFunctionArn}
          onChange={(ownFunctionArn) => onChoice({ ...choice, ownFunctionArn })}
          mono
          className="mt-3"
        />
      ) : null}
      {admin !== 'none' ? (
        <div className="mt-3">
          <AdminSecretPicker isNeeded={admin === 'needed'} arn={summary.ARN} value={choice.masterArn} onChange={(masterArn) => onChoice({ ...choice, masterArn })} />
        </div>
      ) : null}
      {isDatabase ? <TlsSelect choice={choice} onChoice={onChoice} /> : null}
      {strategies.length > 0 && hasValueSettings(choice.strategy) ? <ValueSettingsFields strategy={choice.strategy} functionName={props.functionName} jsonKeys={summary.JsonKeys} settings={props.settings} onChange={props.onSettings} /> : null}
      </div>
      <div className="min-w-0">
        <SectionHeader title="Schedule" isFirst />
        <ScheduleEditor draft={props.draft} onChange={props.onDraft} />
      </div>
    </div>
  )
}

function TlsSelect({ choice, onChoice }: { readonly choice: SetUpChoice; readonly onChoice: (choice: SetUpChoice) => void }) {
  const stored = choice.tls === 'as-stored' ? [{ value: 'as-stored' as const, label: 'As stored in the value', meaning: 'The value names an sslmode of its own; it stays.' }] : []
  const options = [...stored, ...TLS_OPTIONS]
  return (
    <Select
      label="Connection"
      options={options}
      value={choice.tls}
      onChange={(tls) => onChoice({ ...choice, tls })}
      hint={options.find((option) => option.value === choice.tls)?.meaning ?? ''}
      className="mt-3"
    />
  )
}
