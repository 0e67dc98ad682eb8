import type { ReactNode } from 'react'
import { FieldError, Label, Text } from 'react-aria-components'

export const INPUT_BOX =
  'flex w-full items-center rounded-input border border-line bg-panel transition-[border-color,box-shadow] duration-100 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)] has-data-invalid:border-red'
export const INPUT = 'no-ring h-7 min-w-0 flex-1 bg-transparent px-2 outline-none disabled:opacity-50'

/** What every field has in common: label above, then the control, then a hint or the error. */
export function FieldFrame(props: { readonly label?: string; readonly hint?: ReactNode; readonly error?: string | null; readonly children: ReactNode }) {
  const hasError = typeof props.error === 'string' && props.error !== ''
  return (
    <>
      {props.label === undefined ? null : <Label className="mb-1 block text-sm font-medium text-muted">{props.label}</Label>}
      {props.children}
      {hasError ? (
        <FieldError className="mt-1 block text-sm text-red">{props.error}</FieldError>
      ) : props.hint === undefined ? null : (
        <Text slot="description" className="mt-1 block text-sm text-muted">
          {props.hint}
        </Text>
      )}
    </>
  )
}

/** Props that all text-like fields share. `label` may be given as `aria-label` instead where the place says it. */
export interface FieldProps {
  readonly label?: string
  readonly 'aria-label'?: string
  readonly hint?: ReactNode
  /** Marks the field invalid and says why. */
  readonly error?: string | null
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isDisabled?: boolean
  readonly isReadOnly?: boolean
  readonly isRequired?: boolean
  readonly autoFocus?: boolean
  readonly maxLength?: number
  readonly className?: string
}

/** The members of FieldProps that React Aria's field components take, without undefined ones. */
export function ariaFieldProps(props: FieldProps) {
  return {
    value: props.value,
    onChange: props.onChange,
    isInvalid: typeof props.error === 'string' && props.error !== '',
    isDisabled: props.isDisabled ?? false,
    isReadOnly: props.isReadOnly ?? false,
    isRequired: props.isRequired ?? false,
    validationBehavior: 'aria' as const,
    ...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] }),
    ...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus }),
    ...(props.maxLength === undefined ? {} : { maxLength: props.maxLength }),
    ...(props.className === undefined ? {} : { className: props.className }),
  }
}
