import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'

interface TextLinkProps {
  readonly onPress: () => void
  readonly children: ReactNode
  readonly isDisabled?: boolean
}

/** A quiet action inside or under a text. */
export function TextLink({ onPress, children, isDisabled = false }: TextLinkProps) {
  return (
    <Button
      onPress={onPress}
      isDisabled={isDisabled}
      className="cursor-default rounded-sm text-sm text-accent-text underline decoration-line underline-offset-[3px] data-[disabled]:text-faint data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent data-[hovered]:decoration-accent"
    >
      {children}
    </Button>
  )
}
