import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Input, TextField as AriaTextField } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { ariaFieldProps, type FieldProps, FieldFrame, INPUT, INPUT_BOX } from './field.tsx'
import { IconButton } from './icon-button.tsx'
import { frameProps } from './text-field.tsx'

/** A passphrase or other typed secret: hidden until shown, unknown to autofill, spell check and history. */
export function PassphraseField(props: FieldProps & { readonly mono?: boolean }) {
  const [shown, setShown] = useState(false)
  return (
    <AriaTextField {...ariaFieldProps(props)} type={shown ? 'text' : 'password'} autoComplete="off" spellCheck="false" autoCorrect="off">
      <FieldFrame {...frameProps(props)}>
        <div className={INPUT_BOX}>
          <Input
            className={classNames(INPUT, (props.mono || shown) && 'mono')}
            data-1p-ignore
            data-lpignore="true"
            {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          />
          <IconButton label={shown ? 'Hide' : 'Show'} icon={shown ? <EyeOff size={16} /> : <Eye size={16} />} onPress={() => setShown(!shown)} />
        </div>
      </FieldFrame>
    </AriaTextField>
  )
}
