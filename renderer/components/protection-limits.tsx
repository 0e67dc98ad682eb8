import { Check, X } from 'lucide-react'
import { protectionLimits, type Protection } from './protection.ts'

/** What a protection keeps out and what it does not, as two short lists. */
export function ProtectionLimits({ protection }: { readonly protection: Protection }) {
  const { keepsOut, lets } = protectionLimits(protection)
  return (
    <div className="flex flex-col gap-3 text-sm">
      <div>
        <b className="text-accent-text">Keeps out</b>
        <ul className="mt-1 flex flex-col gap-1 text-muted">
          {keepsOut.map((line) => (
            <li key={line} className="flex gap-2">
              <Check size={14} className="mt-0.5 text-accent" aria-hidden="true" />
              {line}
            </li>
          ))}
        </ul>
      </div>
      <div>
        <b className="text-red">Does not keep out</b>
        <ul className="mt-1 flex flex-col gap-1 text-muted">
          {lets.map((line) => (
            <li key={line} className="flex gap-2">
              <X size={14} className="mt-0.5 text-red" aria-hidden="true" />
              {line}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
