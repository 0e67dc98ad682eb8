import { LIMITS } from '../../shared/limits.ts'
import { classNames } from './class-names.ts'

/** How much of the 65,536 bytes a value takes. */
export function SizeMeter({ bytes }: { readonly bytes: number }) {
  const share = Math.min(1, bytes / LIMITS.secretValueBytes)
  const isOver = bytes > LIMITS.secretValueBytes
  const isNear = share > 0.9
  return (
    <span className="flex items-center gap-2" role={isOver ? 'alert' : undefined}>
      <span aria-hidden className="h-1 w-16 overflow-hidden rounded-full bg-line">
        <span className={classNames('block h-full rounded-full', isOver ? 'bg-red' : isNear ? 'bg-amber' : 'bg-accent')} style={{ width: `${Math.max(bytes === 0 ? 0 : 2, share * 100)}%` }} />
      </span>
      <span className={classNames('text-sm whitespace-nowrap tabular-nums', isOver ? 'text-red' : isNear ? 'text-amber' : 'text-faint')}>
        {bytes.toLocaleString('en')} of {LIMITS.secretValueBytes.toLocaleString('en')} bytes
      </span>
    </span>
  )
}
