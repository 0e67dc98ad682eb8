import { useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Dots } from './dots.tsx'

const MAX_ROWS = 8

/**
 * A value that is edited in sight and is dots otherwise: while it is dots it is not in the document. Enter goes on, Shift+Enter breaks the line.
 */
export function MaskedInput(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onEnter?: () => void
  /** Never masked: it does not prove anything. */
  readonly isPlain?: boolean
  readonly placeholder?: string
  readonly isInvalid?: boolean
}) {
  const [isOpen, setIsOpen] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  const isShown = props.isPlain === true || isOpen || props.value === ''
  useEffect(() => {
    if (isOpen) input.current?.focus()
  }, [isOpen])
  if (!isShown) {
    return (
      <Button
        aria-label={`Show and edit ${props.label}`}
        onPress={() => setIsOpen(true)}
        className="no-ring flex h-7 min-w-0 flex-1 cursor-text items-center rounded-input px-2 text-left outline-none hover:bg-line2 data-focus-visible:outline-2 data-focus-visible:-outline-offset-2"
      >
        <Dots />
      </Button>
    )
  }
  return (
    <textarea
      ref={input}
      aria-label={props.label}
      aria-invalid={props.isInvalid === true}
      rows={Math.min(MAX_ROWS, props.value.split('\n').length)}
      value={props.value}
      onChange={(event) => {
        setIsOpen(true)
        props.onChange(event.target.value)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
        event.preventDefault()
        props.onEnter?.()
      }}
      onBlur={() => setIsOpen(false)}
      placeholder={props.placeholder}
      spellCheck={false}
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="off"
      data-1p-ignore
      data-lpignore="true"
      className={classNames(
        'mono no-ring block min-w-0 flex-1 resize-none rounded-input bg-transparent px-2 py-1 leading-5 outline-none focus:bg-sunken focus:shadow-[inset_0_0_0_1px_var(--accent)]',
        props.isInvalid === true && 'shadow-[inset_0_0_0_1px_var(--red)]',
      )}
    />
  )
}
