import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'

/** Two or three ways to look at the same thing, side by side. */
export function ModeSwitch<T extends string>(props: {
  readonly 'aria-label': string
  readonly modes: readonly { readonly id: T; readonly label: string }[]
  readonly value: T
  readonly onChange: (mode: T) => void
}) {
  return (
    <ToggleButtonGroup
      aria-label={props['aria-label']}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const [mode] = keys
        if (mode !== undefined) props.onChange(mode as T)
      }}
      className="inline-flex rounded-md border border-line bg-sunken p-px"
    >
      {props.modes.map((mode) => (
        <ToggleButton
          key={mode.id}
          id={mode.id}
          className="h-[22px] cursor-default rounded-[5px] px-2.5 text-sm font-medium text-muted hover:text-text selected:bg-panel selected:text-text selected:shadow-[0_0_0_1px_var(--line)]"
        >
          {mode.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
