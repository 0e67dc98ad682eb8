import { Mark } from '../../components/mark.tsx'
import { Spinner } from '../../components/spinner.tsx'

/** What stands there until the vault's process has answered for the first time. It appears only when that takes a while. */
export function Starting() {
  return (
    <main className="appear-late grid h-full place-items-center" aria-busy>
      <p role="status" className="flex items-center gap-2.5 text-muted">
        <Mark size={22} />
        <span>Starting Coffer</span>
        <Spinner />
      </p>
    </main>
  )
}
