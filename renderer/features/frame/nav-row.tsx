export const NAV_ROW = 'flex h-[26px] w-full cursor-default items-center gap-2 rounded-input px-2 text-left focus-visible:-outline-offset-2'
export const NAV_ON = 'bg-accent-soft font-bold text-accent-text'
export const NAV_OFF = 'hover:bg-line2'

export function NavCount({ count }: { readonly count: number }) {
  return <span className="ml-auto flex-none pl-1 text-xs text-faint tabular-nums">{count.toLocaleString('en')}</span>
}

/** In place of the count while something needs a person: how many, and what is the matter in words. */
export function NavAlarm({ count, what }: { readonly count: number; readonly what: string }) {
  return (
    <span className="ml-auto min-w-[18px] flex-none rounded-full bg-red-soft px-1.5 text-center text-xs font-bold text-red tabular-nums" title={`${count.toLocaleString('en')} ${what}`}>
      {count.toLocaleString('en')}
      <span className="sr-only"> {what}</span>
    </span>
  )
}
