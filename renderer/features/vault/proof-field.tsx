import { PassphraseField } from '../../components/passphrase-field.tsx'
import { TextLink } from '../../components/text-link.tsx'

export interface Proof {
  readonly text: string
  /** The recovery code stands for a passphrase that is lost. */
  readonly isByCode: boolean
}

export const NO_PROOF: Proof = { text: '', isByCode: false }

/** The proof as an operation takes it. */
export function proofInput({ text, isByCode }: Proof): { readonly RecoveryCode?: string; readonly CurrentPassphrase?: string } {
  return isByCode ? { RecoveryCode: text } : { CurrentPassphrase: text }
}

/** Asks whoever changes what opens the vault for the passphrase of now, or for the recovery code. */
export function ProofField({ proof, onChange }: { readonly proof: Proof; readonly onChange: (proof: Proof) => void }) {
  const { text, isByCode } = proof
  return (
    <div className="mt-3 flex flex-col items-start gap-1.5">
      <div className="w-full">
        <PassphraseField label={isByCode ? 'Recovery code' : 'Current passphrase'} value={text} onChange={(typed) => onChange({ ...proof, text: typed })} />
      </div>
      <TextLink onPress={() => onChange({ text: '', isByCode: !isByCode })}>{isByCode ? 'Use the current passphrase' : 'Use the recovery code instead'}</TextLink>
    </div>
  )
}
