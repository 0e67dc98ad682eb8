import { TextArea as AriaTextArea, TextField as AriaTextField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { ariaFieldProps, type FieldProps, FieldFrame, INPUT_BOX } from './field.tsx'
import { frameProps } from './text-field.tsx'

/** Several lines of text. */
export function TextArea(props: FieldProps & { readonly mono?: boolean; readonly rows?: number }) {
  return (
    <AriaTextField {...ariaFieldProps(props)} spellCheck="false" autoComplete="off">
      <FieldFrame {...frameProps(props)}>
        <div className={INPUT_BOX}>
          <AriaTextArea
            rows={props.rows ?? 3}
            className={classNames('no-ring min-h-7 w-full resize-y bg-transparent px-2 py-1 outline-none', props.mono && 'mono')}
            {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          />
        </div>
      </FieldFrame>
    </AriaTextField>
  )
}
