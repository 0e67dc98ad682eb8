import { useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { Button } from '../../components/button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { Note } from '../../components/note.tsx'
import { needsPassphrase, placeProblem, protectionOptions, type Protection } from '../../components/protection.ts'
import { ProtectionLimits } from '../../components/protection-limits.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextField } from '../../components/text-field.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openVaultFolder } from '../../store/vault.ts'
import { openDialog } from '../../store/view.ts'

interface ProtectStepProps {
  readonly onCreate: (input: WireInput<'workbench:CreateVault'>) => Promise<void>
  /** Goes on with the file of a region instead. */
  readonly onRecover: () => void
}

/** First step: what opens the vault, said plainly, and where it keeps its secrets. */
export function ProtectStep({ onCreate, onRecover }: ProtectStepProps) {
  const keychain = useStore((state) => state.session.vault?.Keychain)
  const isMissing = keychain?.State === 'unavailable'
  const [chosen, setChosen] = useState<Protection>('keychain')
  const protection = isMissing ? 'passphrase' : chosen
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [region, setRegion] = useState('')
  const [accountId, setAccountId] = useState('')
  const check = usePassphraseCheck(passphrase)
  const withPassphrase = needsPassphrase(protection)
  const problem = placeProblem(region, accountId)
  const isReady = problem.region === undefined && problem.accountId === undefined && (!withPassphrase || (check?.Acceptable === true && repeated === passphrase))
  const creation = useAction(() =>
    onCreate({
      Protection: protection,
      ...(withPassphrase && { Passphrase: passphrase }),
      ...(region !== '' && { Region: region }),
      ...(accountId !== '' && { AccountId: accountId }),
    }),
  )

  if (keychain === undefined) return null
  return (
    <QuietColumn
      step={{ current: 1, count: 3, label: 'protect' }}
      title="Protect your vault"
      intro={`Everything is encrypted on this machine, names and tags too. ${isMissing ? 'Choose the passphrase that opens it.' : 'Choose what opens it.'}`}
      links={
        <>
          <TextLink onPress={() => openDialog('restore-vault', {})}>Restore from a back-up</TextLink>
          <TextLink onPress={onRecover}>Open a vault from a region’s file</TextLink>
          <TextLink onPress={() => void openVaultFolder().catch(notifyError)}>Open a vault folder</TextLink>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady) void creation.run()
        }}
      >
        {isMissing ? (
          <Note className="mt-3" title="This computer’s keychain does not answer">
            It can be added later, in Settings. <span className="block text-sm [overflow-wrap:anywhere]">{`${keychain.Backend}: ${keychain.Reason ?? 'no reason given'}`}</span>
          </Note>
        ) : (
          <div className="mt-2.5">
            <RadioGroup aria-label="What opens the vault" options={protectionOptions(keychain)} value={protection} onChange={setChosen} />
          </div>
        )}
        {withPassphrase && (
          <NewPassphrase passphrase={passphrase} repeated={repeated} check={check} onPassphrase={setPassphrase} onRepeated={setRepeated} suggest={suggestPassphrase} />
        )}
        <div className="mt-3 flex flex-col">
          <Disclosure label="What this protects against, and what not">
            <ProtectionLimits protection={protection} />
          </Disclosure>
          <Disclosure label="More">
            <div className="grid grid-cols-2 gap-3">
              <TextField label="Region" value={region} onChange={setRegion} placeholder="us-east-1" error={problem.region ?? null} mono />
              <TextField label="Account ID" value={accountId} onChange={setAccountId} placeholder="made at random" error={problem.accountId ?? null} mono />
            </div>
          </Disclosure>
        </div>
        {creation.error && <ErrorNote error={creation.error} className="mt-4" />}
        <div className="mt-3 flex items-center justify-between gap-4">
          <span className="text-sm text-faint">Next: a recovery kit, so that you never lose it</span>
          <Button type="submit" variant="primary" size="large" isDisabled={!isReady} isPending={creation.pending}>
            Continue
          </Button>
        </div>
      </form>
    </QuietColumn>
  )
}
