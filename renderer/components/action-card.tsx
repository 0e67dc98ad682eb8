import { ChevronRight, type LucideIcon } from 'lucide-react'
import { Button } from 'react-aria-components'

interface ActionCardProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly onPress: () => void
}

/** One of a few ways to go on, as a card of the quiet column. */
export function ActionCard({ icon: Icon, title, text, onPress }: ActionCardProps) {
  return (
    <Button
      onPress={onPress}
      className="flex cursor-default items-start gap-2.5 rounded-lg border border-line bg-panel p-3 text-left data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent data-[hovered]:border-mark data-[pressed]:bg-sunken"
    >
      <Icon size={16} className="mt-0.5 text-accent" aria-hidden="true" />
      <span className="min-w-0 flex-1">
        <b className="block">{title}</b>
        <span className="block text-sm text-muted">{text}</span>
      </span>
      <ChevronRight size={16} className="self-center text-faint" aria-hidden="true" />
    </Button>
  )
}
