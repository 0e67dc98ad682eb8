export const NAV_ROW = 'flex h-[26px] w-full cursor-default items-center gap-2 rounded-input px-2 text-left focus-visible:-outline-offset-2'
export const NAV_ON = 'bg-accent-soft font-bold text-accent-text'
export const NAV_OFF = 'hover:bg-line2'

export function NavCount({ count }: { readonly count: number }) {
  return <span className="ml-auto flex-none pl-1 text-xs text-faint tabular-nums">{count.toLocaleString('en')}</span>
}
