import { createPortal } from 'react-dom'
import { kitDate, kitRows, RECOVERY_KIT_STEPS, RECOVERY_KIT_WARNING } from '../../shared/recovery-kit.ts'
import type { RecoveryKit } from '../../shared/recovery-kit.ts'
import { Mark } from './mark.tsx'

/** The kit as one printed page. It is in the document only while it is to be printed, and on no screen. */
export function RecoveryKitSheet({ kit }: { readonly kit: RecoveryKit }) {
  return createPortal(
    <section className="print-sheet" aria-hidden="true">
      <header>
        <Mark size={44} />
        <h1>Coffer recovery kit</h1>
      </header>
      <dl>
        <dt>Vault</dt>
        <dd>{kit.vaultId}</dd>
        <dt>Made on</dt>
        <dd>{kitDate(kit.createdAtMs)}</dd>
      </dl>
      <ol className="print-sheet-code">
        {kitRows(kit.code)
          .flat()
          .map((group, index) => (
            <li key={index}>{group}</li>
          ))}
      </ol>
      <p>{RECOVERY_KIT_WARNING}</p>
      <h2>To open the vault with it</h2>
      <ol className="print-sheet-steps">
        {RECOVERY_KIT_STEPS.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <footer>
        <span>Kept at:</span>
        <span />
      </footer>
    </section>,
    document.body,
  )
}
