import { useState } from 'react'
import type { RecoveryKit } from '../../../shared/recovery-kit.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { Note } from '../../components/note.tsx'
import { needsPassphrase, protectionOf } from '../../components/protection.ts'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import type { VaultStatus } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { replaceRootKey } from '../../store/vault.ts'
import { closeDialog } from '../../store/view.ts'
import { NewKit } from './new-kit.tsx'
import { NO_PROOF, ProofField, proofInput } from './proof-field.tsx'

interface Done {
  readonly kit: RecoveryKit
  readonly waitingRegions: readonly string[]
}

/** Seals the vault under a new root key, for when somebody may have had the old one. */
export function ReplaceRootKeyDialog() {
  const vault = useStore((state) => state.session.vault)
  const [done, setDone] = useState<Done | null>(null)
  if (done !== null) return <NewKit kit={done.kit} note={<Followers regions={done.waitingRegions} />} />
  return vault === null ? null : <RootKeyForm vault={vault} onDone={setDone} />
}

function RootKeyForm({ vault, onDone }: { readonly vault: VaultStatus; readonly onDone: (done: Done) => void }) {
  // The dialog keeps what it opened with: the vault is away for a moment.
  const [protection] = useState(() => protectionOf(vault.Slots))
  const [proof, setProof] = useState(NO_PROOF)
  const [wantsOther, setWantsOther] = useState(true)
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const check = usePassphraseCheck(passphrase)
  const hasPassphrase = protection !== null && needsPassphrase(protection)
  const wantsNew = hasPassphrase && (wantsOther || proof.isByCode)
  const isReady = (!hasPassphrase || proof.text !== '') && (!wantsNew || (check?.Acceptable === true && repeated === passphrase))
  const replacing = useAction(async () => {
    onDone(await replaceRootKey({ ...(hasPassphrase && proofInput(proof)), ...(wantsNew && { NewPassphrase: passphrase }) }))
  })
  return (
    <FormDialog
      title="Replace the root key"
      description="For when somebody may have had it: a copy of the vault together with its passphrase, its recovery code or your keychain."
      onClose={closeDialog}
      hasEdits={proof.text !== '' || passphrase !== ''}
      action="Replace"
      canSubmit={isReady}
      submission={replacing}
      mustFinish
    >
      <ul className="list-disc space-y-1 pl-4 text-muted">
        <li>Everything is sealed under a new key, and your KMS keys get new material. Secrets, versions and policies stay.</li>
        <li>The recovery code changes. Other computers’ keychains open the vault no more.</li>
        <li>Programs that ask meanwhile are refused for a moment, as of a sealed vault.</li>
      </ul>
      <Note tone="amber" className="mt-3" title="What was read stays read">
        Whoever had the old key could read the secrets of then, and can still open copies and back-ups of then. Change those secrets too.
      </Note>
      {hasPassphrase && <ProofField proof={proof} onChange={setProof} />}
      {hasPassphrase && !proof.isByCode && (
        <div className="mt-3">
          <Checkbox isSelected={wantsOther} onChange={setWantsOther}>
            Change the passphrase too
          </Checkbox>
        </div>
      )}
      {wantsNew && <NewPassphrase label="New passphrase" passphrase={passphrase} repeated={repeated} check={check} onPassphrase={setPassphrase} onRepeated={setRepeated} suggest={suggestPassphrase} />}
    </FormDialog>
  )
}

function Followers({ regions }: { readonly regions: readonly string[] }) {
  if (regions.length === 0) return <p className="mb-4 text-muted">The root key was replaced.</p>
  return (
    <Note tone="amber" className="mb-4" title="The root key was replaced, but not everywhere">
      {`${regions.join(', ')} ${regions.length === 1 ? 'was' : 'were'} away and still ${regions.length === 1 ? 'lies' : 'lie'} under the old key, until attached again.`}
    </Note>
  )
}
