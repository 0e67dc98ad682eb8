import type { RecoveryKit } from '../../../shared/recovery-kit.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { RecoveryKitCard, RecoveryKitConfirm } from '../../components/recovery-kit.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useRecoveryKit } from '../../hooks/use-recovery-kit.ts'

interface RecoveryStepProps {
  readonly kit: RecoveryKit
  readonly onDone: () => void
}

/** Second half of the first step: the recovery kit, shown once, and proof that it is kept. */
export function RecoveryStep({ kit, onDone }: RecoveryStepProps) {
  const recovery = useRecoveryKit(kit)
  const confirmation = useAction(async () => {
    await recovery.confirm()
    onDone()
  })
  return (
    <QuietColumn
      step={{ current: 1, count: 3, label: 'recovery kit' }}
      title="Keep your recovery kit"
      intro="This code opens the vault when the keychain is lost or the passphrase forgotten. Without it nobody can, Coffer included. It is shown this once."
    >
      <RecoveryKitCard kit={kit} onPrint={recovery.print} onCopy={recovery.copy} onSave={recovery.save} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (recovery.isConfirmed) void confirmation.run()
        }}
      >
        <p className="mt-5 text-muted">Type two groups from where you keep it.</p>
        <RecoveryKitConfirm code={kit.code} positions={recovery.positions} typed={recovery.typed} onType={recovery.setTyped} />
        {confirmation.error && <ErrorNote error={confirmation.error} className="mt-3" />}
        <div className="mt-5 flex items-center justify-between gap-4">
          <TextLink onPress={onDone}>Later, and remind me</TextLink>
          <Button type="submit" variant="primary" size="large" isDisabled={!recovery.isConfirmed} isPending={confirmation.pending}>
            Continue
          </Button>
        </div>
      </form>
    </QuietColumn>
  )
}
