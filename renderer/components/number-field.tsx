import { Minus, Plus } from 'lucide-react'
import { Button, Group, Input, NumberField as AriaNumberField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { FieldFrame, INPUT, INPUT_BOX } from './field.tsx'
import { frameProps } from './text-field.tsx'

const STEP = 'flex size-7 items-center justify-center text-muted hover:text-text disabled:opacity-40'

/** A whole number with bounds. `unit` is said behind it, as in "days". */
export function NumberField(props: {
  readonly label?: string
  readonly 'aria-label'?: string
  readonly hint?: string
  readonly error?: string | null
  readonly value: number
  readonly onChange: (value: number) => void
  readonly minimum?: number
  readonly maximum?: number
  readonly step?: number
  readonly unit?: string
  readonly isDisabled?: boolean
  readonly className?: string
}) {
  return (
    <AriaNumberField
      value={props.value}
      onChange={(value) => Number.isNaN(value) || props.onChange(value)}
      isDisabled={props.isDisabled ?? false}
      isInvalid={typeof props.error === 'string'}
      formatOptions={{ maximumFractionDigits: 0, useGrouping: false }}
      {...(props.minimum === undefined ? {} : { minValue: props.minimum })}
      {...(props.maximum === undefined ? {} : { maxValue: props.maximum })}
      {...(props.step === undefined ? {} : { step: props.step })}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
      {...(props.className === undefined ? {} : { className: props.className })}
    >
      <FieldFrame {...frameProps(props)}>
        <Group className={classNames(INPUT_BOX, 'max-w-44')}>
          <Input className={classNames(INPUT, 'tabular-nums')} />
          {props.unit === undefined ? null : <span className="pr-1 text-sm text-muted">{props.unit}</span>}
          <Button slot="decrement" className={STEP}>
            <Minus size={14} />
          </Button>
          <Button slot="increment" className={STEP}>
            <Plus size={14} />
          </Button>
        </Group>
      </FieldFrame>
    </AriaNumberField>
  )
}
