import { type ReactNode, useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import { useOverflowFade } from './overflow-fade.ts'

export interface TabItem {
  readonly id: string
  readonly label: string
  readonly content: ReactNode
}

/** Tabs over their panels; only the shown panel is mounted. */
export function Tabs(props: {
  readonly 'aria-label': string
  readonly tabs: readonly TabItem[]
  readonly selected: string
  readonly onSelect: (id: string) => void
}) {
  const list = useRef<HTMLDivElement>(null)
  useOverflowFade(list, props.selected)
  return (
    <AriaTabs selectedKey={props.selected} onSelectionChange={(key) => props.onSelect(String(key))} className="flex min-h-0 flex-1 flex-col">
      <TabList ref={list} aria-label={props['aria-label']} className="flex flex-none gap-4 overflow-x-auto border-b border-line px-4 pt-2.5 [scrollbar-width:none]">
        {props.tabs.map((tab) => (
          <Tab
            key={tab.id}
            id={tab.id}
            className="relative flex-none cursor-default rounded-sm pt-1.5 pb-2 text-muted outline-none after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:rounded-xs hover:text-text data-focus-visible:outline-2 selected:font-bold selected:text-text selected:after:bg-accent"
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {props.tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="no-ring min-h-0 flex-1 overflow-auto px-4 py-3.5 outline-none">
          {tab.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
