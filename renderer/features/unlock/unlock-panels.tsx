import { useState } from 'react'
import { normalizeRecoveryCode } from '../../../shared/recovery-code.ts'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { Button } from '../../components/button.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { TextArea } from '../../components/text-area.tsx'

interface PanelProps {
  readonly pending: boolean
  /** Seconds until an attempt is taken. */
  readonly waitSeconds: number
  readonly unlock: (input: WireInput<'workbench:Unlock'>) => Promise<void>
}

export function KeychainPanel({ pending, waitSeconds, unlock, backend }: PanelProps & { readonly backend: string }) {
  return (
    <div className="mt-5">
      <Button variant="primary" size="large" className="w-full" isPending={pending} isDisabled={waitSeconds > 0} autoFocus onPress={() => void unlock({ Method: 'keychain' })}>
        {waitSeconds > 0 ? waitText(waitSeconds) : pending ? 'Waiting for the keychain' : 'Unlock'}
      </Button>
      <p className="mt-2 text-sm text-faint">With the key in {backend}.</p>
    </div>
  )
}

/** `backend` names the keychain that is read along, where the vault needs both. */
export function PassphrasePanel({ pending, waitSeconds, unlock, backend }: PanelProps & { readonly backend: string | null }) {
  const [passphrase, setPassphrase] = useState('')
  return (
    <form
      className="mt-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase !== '' && waitSeconds === 0) void unlock({ Method: 'passphrase', Passphrase: passphrase })
      }}
    >
      <PassphraseField label="Passphrase" value={passphrase} onChange={setPassphrase} autoFocus />
      <UnlockButton pending={pending} waitSeconds={waitSeconds} isReady={passphrase !== ''} />
      {backend !== null && <p className="mt-2 text-sm text-faint">Together with the key in {backend}.</p>}
    </form>
  )
}

export function RecoveryPanel({ pending, waitSeconds, unlock }: PanelProps) {
  const [code, setCode] = useState('')
  const length = normalizeRecoveryCode(code).length
  return (
    <form
      className="mt-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (length > 0 && waitSeconds === 0) void unlock({ Method: 'recovery', RecoveryCode: code })
      }}
    >
      <TextArea label="Recovery code" value={code} onChange={setCode} rows={2} mono autoFocus hint="From the recovery kit. Case, spaces and dashes do not matter; O is read as 0, I and L as 1." />
      <UnlockButton pending={pending} waitSeconds={waitSeconds} isReady={length > 0} />
    </form>
  )
}

function UnlockButton({ pending, waitSeconds, isReady }: { readonly pending: boolean; readonly waitSeconds: number; readonly isReady: boolean }) {
  return (
    <Button type="submit" variant="primary" size="large" className="mt-4 w-full" isPending={pending} isDisabled={!isReady || waitSeconds > 0}>
      {waitSeconds > 0 ? waitText(waitSeconds) : 'Unlock'}
    </Button>
  )
}

function waitText(seconds: number): string {
  return `Next attempt in ${seconds} s`
}
