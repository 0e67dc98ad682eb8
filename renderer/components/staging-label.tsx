import { classNames } from './class-names.ts'

function look(label: string): string {
  if (label === 'AWSCURRENT') return 'border-accent bg-accent text-on-accent'
  if (label === 'AWSPREVIOUS') return 'border-accent bg-transparent text-accent-text'
  if (label === 'AWSPENDING') return 'border-transparent bg-amber-soft text-amber'
  return 'border-line bg-sunken text-muted'
}

/** A staging label: AWSCURRENT filled, AWSPREVIOUS outlined, AWSPENDING amber, others neutral. */
export function StagingLabel({ label }: { readonly label: string }) {
  return (
    <span className={classNames('inline-flex h-[18px] max-w-40 flex-none items-center truncate rounded-sm border px-1.5 text-xs font-medium', look(label))}>{label}</span>
  )
}
