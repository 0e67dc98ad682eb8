import { Radio, RadioGroup } from 'react-aria-components'

export interface Choice<I extends string> {
  readonly id: I
  readonly title: string
  readonly text: string
  /** Why it cannot be chosen; it is then shown instead of `text`. */
  readonly unavailable?: string
}

interface ChoiceCardsProps<I extends string> {
  readonly label: string
  readonly choices: readonly Choice<I>[]
  readonly value: I
  readonly onChange: (value: I) => void
}

/** A radio group of cards, each with a title and a line of what it means. */
export function ChoiceCards<I extends string>({ label, choices, value, onChange }: ChoiceCardsProps<I>) {
  return (
    <RadioGroup aria-label={label} value={value} onChange={(next) => onChange(next as I)} className="mt-2.5 flex flex-col gap-2.5">
      {choices.map((choice) => (
        <Radio
          key={choice.id}
          value={choice.id}
          isDisabled={choice.unavailable !== undefined}
          className="group flex cursor-default gap-2.5 rounded-lg border border-line bg-panel p-3 data-[disabled]:bg-transparent data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent data-[selected]:border-accent data-[selected]:shadow-[0_0_0_3px_var(--accent-soft)]"
        >
          <span className="mt-[3px] size-[15px] flex-none rounded-full border-[1.5px] border-mark group-data-[selected]:border-[4.5px] group-data-[selected]:border-accent" />
          <span className="min-w-0">
            <b className="block group-data-[disabled]:text-muted">{choice.title}</b>
            <span className="block text-sm text-muted">{choice.unavailable ?? choice.text}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
