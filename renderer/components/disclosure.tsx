import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Disclosure as AriaDisclosure, DisclosurePanel, Heading } from 'react-aria-components'

interface DisclosureProps {
  readonly label: string
  readonly children: ReactNode
  readonly defaultExpanded?: boolean
}

/** A line that opens what is below it. */
export function Disclosure({ label, children, defaultExpanded = false }: DisclosureProps) {
  return (
    <AriaDisclosure defaultExpanded={defaultExpanded} className="group">
      <Heading level={2} className="font-normal">
        <Button slot="trigger" className="-ml-1 flex h-[26px] cursor-default items-center gap-1 rounded-sm pr-1.5 pl-0.5 text-sm text-muted data-[focus-visible]:outline-2 data-[focus-visible]:outline-accent data-[hovered]:text-text">
          <ChevronRight size={14} aria-hidden="true" className="transition-transform duration-[120ms] group-data-[expanded]:rotate-90" />
          {label}
        </Button>
      </Heading>
      <DisclosurePanel className="pl-[17px] data-[entering]:appear [&:not([hidden])]:pt-1 [&:not([hidden])]:pb-2">{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
