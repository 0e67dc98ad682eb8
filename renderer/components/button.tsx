import { type ReactNode, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Spinner } from './spinner.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

const LOOK: Readonly<Record<ButtonVariant, string>> = {
  primary: 'border-accent bg-accent text-on-accent hover:brightness-110 pressed:brightness-95',
  secondary: 'border-line bg-panel text-text hover:bg-sunken pressed:bg-line2',
  quiet: 'border-transparent bg-transparent text-muted hover:bg-line2 hover:text-text pressed:bg-line',
  danger: 'border-red bg-red text-on-red hover:brightness-110 pressed:brightness-95',
}

export interface ButtonProps {
  readonly children: ReactNode
  /** An action that returns a promise shows progress and cannot be started again before it ends. */
  readonly onPress?: () => void | Promise<void>
  readonly variant?: ButtonVariant
  /** How to reach the same by key, shown dim behind the label. */
  readonly shortcut?: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
  readonly isPending?: boolean
  readonly type?: 'button' | 'submit'
  readonly size?: 'normal' | 'large'
  readonly autoFocus?: boolean
  readonly 'aria-label'?: string
  readonly className?: string
}

/** A push button. One press is one action: presses while the action runs are dropped. */
export function Button(props: ButtonProps) {
  const { children, onPress, variant = 'secondary', shortcut, icon, isDisabled = false, type = 'button', size = 'normal' } = props
  const busy = useRef(false)
  const [running, setRunning] = useState(false)
  const pending = running || props.isPending === true
  function press(): void {
    if (busy.current || props.isPending === true) return
    const result = onPress?.()
    if (!(result instanceof Promise)) return
    busy.current = true
    setRunning(true)
    const done = (): void => {
      busy.current = false
      setRunning(false)
    }
    result.then(done, (error: unknown) => {
      done()
      // The action itself shows its errors; one that does not is a mistake and must be seen.
      throw error
    })
  }
  return (
    <AriaButton
      type={type}
      // The button of a dialog that Enter presses.
      {...((variant === 'primary' || variant === 'danger') && { 'data-main': '' })}
      isDisabled={isDisabled}
      isPending={pending}
      onPress={press}
      {...(props.autoFocus === undefined ? {} : { autoFocus: props.autoFocus })}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
      className={classNames(
        'inline-flex shrink-0 cursor-default items-center justify-center gap-1.5 whitespace-nowrap rounded-md border text-sm font-medium transition-[background-color,filter] duration-100 disabled:opacity-50',
        size === 'large' ? 'h-[30px] px-3.5' : 'h-[26px] px-2.5',
        LOOK[variant],
        props.className,
      )}
    >
      {pending ? <Spinner /> : icon}
      {children}
      {shortcut === undefined ? null : (
        <span aria-hidden className="text-xs font-medium opacity-75">
          {shortcut}
        </span>
      )}
    </AriaButton>
  )
}
