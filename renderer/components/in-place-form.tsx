import { type ReactNode, useEffect, useRef } from 'react'

/** A small form inside what it changes: Enter or Ctrl/Cmd+Enter sends it, Esc leaves it. */
export function InPlaceForm(props: { readonly children: ReactNode; readonly onSubmit: () => void; readonly onCancel: () => void; readonly className?: string }) {
  const form = useRef<HTMLFormElement>(null)
  const { onSubmit, onCancel } = props
  useEffect(() => {
    const element = form.current
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
      else if (event.key === 'Escape') onCancel()
      else return
      event.preventDefault()
      event.stopPropagation()
    }
    element?.addEventListener('keydown', onKeyDown)
    return () => element?.removeEventListener('keydown', onKeyDown)
  }, [onSubmit, onCancel])
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
      {...(props.className === undefined ? {} : { className: props.className })}
    >
      {props.children}
    </form>
  )
}
