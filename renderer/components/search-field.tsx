import { Search, X } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { Button, Input, SearchField as AriaSearchField } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** A field to search in what is shown; Esc empties it. */
export function SearchField(props: {
  readonly 'aria-label': string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly inputRef?: Ref<HTMLInputElement>
  readonly end?: ReactNode
  readonly className?: string
}) {
  return (
    <AriaSearchField
      aria-label={props['aria-label']}
      value={props.value}
      onChange={props.onChange}
      className={classNames(
        'flex h-7 items-center gap-1.5 rounded-md border border-line bg-sunken px-2 focus-within:border-accent focus-within:shadow-[0_0_0_3px_var(--accent-soft)]',
        props.className,
      )}
    >
      <Search size={14} className="text-faint" aria-hidden />
      <Input
        ref={props.inputRef ?? null}
        spellCheck="false"
        autoComplete="off"
        className="no-ring h-full min-w-0 flex-1 bg-transparent outline-none [&::-webkit-search-cancel-button]:hidden"
        {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      />
      {props.value === '' ? (
        props.end
      ) : (
        <Button aria-label="Clear" className="flex size-5 items-center justify-center rounded-sm text-muted hover:bg-line2">
          <X size={14} />
        </Button>
      )}
    </AriaSearchField>
  )
}
