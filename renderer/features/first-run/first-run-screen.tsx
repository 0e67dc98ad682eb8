import { useEffect, useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import type { RecoveryKit } from '../../../shared/recovery-kit.ts'
import { setPreferences } from '../../store/preferences.ts'
import { useStore } from '../../store/store.ts'
import { createVault } from '../../store/vault.ts'
import { notifyError } from '../../store/toasts.ts'
import { ConnectStep } from './connect-step.tsx'
import { FirstSecretStep } from './first-secret-step.tsx'
import { ProtectStep } from './protect-step.tsx'
import { RecoverStep } from './recover-step.tsx'
import { RecoveryStep } from './recovery-step.tsx'

/** The kit lives here and nowhere else, and goes when its step is over. */
type Step = { readonly name: 'protect' } | { readonly name: 'recover' } | { readonly name: 'recovery'; readonly kit: RecoveryKit } | { readonly name: 'secret' } | { readonly name: 'connect' }

/** First run: protect the vault and keep its recovery kit, store a first secret, connect a program. */
export function FirstRunScreen() {
  const status = useStore((state) => state.session.status)
  const [chosen, setChosen] = useState<Step>({ name: 'protect' })
  const [creating, setCreating] = useState(false)
  const isBefore = chosen.name === 'protect' && !creating
  // A vault that was here before this window, made by the command line or left half-way, is protected already.
  const step: Step = isBefore && status === 'unsealed' ? { name: 'secret' } : chosen
  const found = useVaultInUse(isBefore)

  const create = async (input: WireInput<'workbench:CreateVault'>) => {
    setCreating(true)
    try {
      setChosen({ name: 'recovery', kit: await createVault(input) })
    } finally {
      setCreating(false)
    }
  }
  if (found) return null
  switch (step.name) {
    case 'protect':
      return <ProtectStep onCreate={create} onRecover={() => setChosen({ name: 'recover' })} />
    case 'recover':
      return <RecoverStep onBack={() => setChosen({ name: 'protect' })} />
    case 'recovery':
      return <RecoveryStep kit={step.kit} onDone={() => setChosen({ name: 'secret' })} />
    case 'secret':
      return <FirstSecretStep onDone={() => setChosen({ name: 'connect' })} />
    case 'connect':
      return <ConnectStep onDone={finish} />
  }
}

/** True while it is not known whether the vault has secrets already; if so, there is no first run to do. */
function useVaultInUse(asks: boolean): boolean {
  const isUnsealed = useStore((state) => state.session.status === 'unsealed')
  const revision = useStore((state) => state.secrets.revision)
  const loading = useStore((state) => state.secrets.loading)
  const count = useStore((state) => state.secrets.totalCount)
  const isKnown = revision > 0 && !loading
  const inUse = asks && isUnsealed && isKnown && count > 0
  useEffect(() => {
    if (inUse) finish()
  }, [inUse])
  return asks && isUnsealed && (!isKnown || count > 0)
}

function finish(): void {
  setPreferences({ firstRunDone: true }).catch(notifyError)
}
