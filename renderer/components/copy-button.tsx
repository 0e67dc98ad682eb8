import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

const DONE_MS = 1500

/**
 * Copies text. `copy` does it (the window's clipboard goes through the shell, which clears it again); the button shows that it
 * happened. `look="word"` is the quiet word in tables.
 */
export function CopyButton(props: {
  readonly copy: () => Promise<unknown>
  readonly label?: string
  readonly look?: 'icon' | 'word'
  readonly className?: string
}) {
  const { copy, label = 'Copy', look = 'icon' } = props
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle')
  useEffect(() => {
    if (state !== 'done') return
    const timer = setTimeout(() => setState('idle'), DONE_MS)
    return () => clearTimeout(timer)
  }, [state])
  function press(): void {
    if (state === 'busy') return
    setState('busy')
    copy().then(
      () => setState('done'),
      (error: unknown) => {
        setState('idle')
        throw error
      },
    )
  }
  const isDone = state === 'done'
  if (look === 'word') {
    return (
      <AriaButton onPress={press} aria-label={label} className={classNames('cursor-default rounded-sm px-1.5 py-0.5 text-sm text-muted hover:bg-line2 hover:text-text', props.className)}>
        {isDone ? 'Copied' : 'Copy'}
      </AriaButton>
    )
  }
  return (
    <Tooltip text={isDone ? 'Copied' : label}>
      <AriaButton
        onPress={press}
        aria-label={label}
        className={classNames('inline-flex size-[26px] flex-none cursor-default items-center justify-center rounded-md text-muted hover:bg-line2 hover:text-text', props.className)}
      >
        {isDone ? <Check size={16} className="text-accent" aria-hidden /> : <Copy size={16} aria-hidden />}
      </AriaButton>
    </Tooltip>
  )
}
