import { CHARACTER_KINDS, type PasswordPlan, type PasswordRules, settingsProblem } from '../../../shared/rotation/password-rules.ts'
import { FUNCTIONS_OWN, type KindSetting, type PasswordChoice } from '../../../shared/rotation/password-choice.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { TextField } from '../../components/text-field.tsx'

/** A tag's value holds no more. */
const MOST_EXCLUDED = 256

/** The rest of AWS's settings of a new password, and in words what all of them come to. */
export function PasswordMoreFields(props: { readonly rules: PasswordRules; readonly password: PasswordChoice; readonly plan: PasswordPlan; readonly onChange: (part: Partial<PasswordChoice>) => void }) {
  const { rules, password, plan, onChange } = props
  const problem = settingsProblem(plan)
  const isFixed = (setting: KindSetting) => rules.alwaysMixed === true && setting !== 'EXCLUDE_PUNCTUATION'
  const isUsed = (setting: KindSetting) => isFixed(setting) || !password.leftOut.includes(setting)
  return (
    <div className="mt-2.5">
      <p aria-live="polite" className="mb-1 text-sm text-muted [overflow-wrap:anywhere]">
        {problem === null && plan.ok ? (
          <>
            {plan.words}
            {plan.caution === null ? null : <span className="text-amber"> · {plan.caution}</span>}
          </>
        ) : (
          <span className="text-red">{problem}</span>
        )}
      </p>
      <Disclosure label="More about the password" defaultExpanded={!isLikeFunctionsOwn(password)}>
        <div role="group" aria-label="Kinds of characters" className="flex flex-wrap gap-x-4 gap-y-1.5">
          {CHARACTER_KINDS.map(({ setting, words }) => (
            <Checkbox
              key={setting}
              isSelected={isUsed(setting)}
              isDisabled={isFixed(setting)}
              onChange={(isIncluded) => onChange({ leftOut: isIncluded ? password.leftOut.filter((other) => other !== setting) : [...password.leftOut, setting] })}
            >
              {words}
            </Checkbox>
          ))}
        </div>
        <Checkbox className="mt-2" isSelected={rules.alwaysMixed === true || password.requiresEach} isDisabled={rules.alwaysMixed === true} onChange={(requiresEach) => onChange({ requiresEach })}>
          At least one of each kind
        </Checkbox>
        <TextField
          label="Never these characters"
          hint="In place of those that the function leaves out by itself."
          value={password.excludeCharacters ?? rules.excludeCharacters}
          onChange={(text) => onChange({ excludeCharacters: text === rules.excludeCharacters ? null : text })}
          maxLength={MOST_EXCLUDED}
          mono
          className="mt-2.5"
        />
      </Disclosure>
    </div>
  )
}

function isLikeFunctionsOwn({ excludeCharacters, leftOut, requiresEach }: PasswordChoice): boolean {
  return excludeCharacters === FUNCTIONS_OWN.excludeCharacters && leftOut.length === 0 && requiresEach === FUNCTIONS_OWN.requiresEach
}
