import { classNames } from './class-names.ts'

/** A key or shortcut as a key cap. */
export function Kbd({ children, inverted = false }: { readonly children: string; readonly inverted?: boolean }) {
  return (
    <kbd
      className={classNames(
        'inline-block shrink-0 whitespace-nowrap rounded-sm border px-[5px] font-sans text-xs font-medium leading-[17px]',
        inverted ? 'border-current opacity-70' : 'border-line bg-panel text-muted',
      )}
    >
      {children}
    </kbd>
  )
}
