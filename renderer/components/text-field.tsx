import type { ReactNode } from 'react'
import { Input, TextField as AriaTextField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { ariaFieldProps, type FieldProps, FieldFrame, INPUT, INPUT_BOX } from './field.tsx'

/** One line of text. `mono` for names, ids and ARNs; `end` puts something into the box behind the text. */
export function TextField(props: FieldProps & { readonly mono?: boolean; readonly end?: ReactNode }) {
  return (
    <AriaTextField {...ariaFieldProps(props)} spellCheck="false" autoComplete="off">
      <FieldFrame {...frameProps(props)}>
        <div className={INPUT_BOX}>
          <Input className={classNames(INPUT, props.mono && 'mono')} {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} />
          {props.end}
        </div>
      </FieldFrame>
    </AriaTextField>
  )
}

/** The members of FieldProps that FieldFrame takes, without undefined ones. */
export function frameProps(props: Pick<FieldProps, 'label' | 'hint' | 'error'>) {
  return {
    ...(props.label === undefined ? {} : { label: props.label }),
    ...(props.hint === undefined ? {} : { hint: props.hint }),
    ...(props.error === undefined ? {} : { error: props.error }),
  }
}
