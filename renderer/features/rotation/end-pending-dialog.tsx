import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { notify } from '../../store/toasts.ts'
import { useStore } from '../../store/store.ts'

/** Asks before a pending version is given up or made current. Both logins are tried once more at that moment. */
export function EndPendingDialog(props: { readonly way: 'discard' | 'adopt'; readonly arn: string; readonly isTried: boolean; readonly onDone: () => void; readonly onClose: () => void }) {
  const { way, arn, isTried } = props
  const isAdopt = way === 'adopt'
  const name = useStore((state) => state.secrets.summaries.get(arn)?.Name ?? arn)
  const [isSure, setIsSure] = useState(false)
  const ending = useAction(async () => {
    const input = { SecretId: arn, ...(isTried ? {} : { Confirm: isSure }) }
    const { Sentence } = isAdopt ? await call('workbench:AdoptPendingVersion', input) : await call('workbench:DiscardPendingVersion', input)
    notify({ kind: 'done', text: `${isAdopt ? 'The pending version is current now.' : 'The pending version was discarded.'} ${Sentence}` })
    props.onDone()
  })
  return (
    <ConfirmDialog
      title={isAdopt ? 'Make the pending version current?' : 'Discard the pending version?'}
      action={isAdopt ? 'Adopt it' : 'Discard it'}
      isDisabled={!isTried && !isSure}
      isPending={ending.pending}
      error={ending.error}
      onConfirm={ending.run}
      onClose={props.onClose}
    >
      <p>
        {isAdopt ? (
          <>
            Programs that read <span className="mono text-text">{name}</span> get the pending value from their next read on; the value before becomes AWSPREVIOUS, and the rotation counts as done.
          </>
        ) : (
          <>
            <span className="mono text-text">{name}</span> keeps its current value. The discarded version can be read by its id until it is cleaned up, so that a label can be put back on it.
          </>
        )}
      </p>
      {isTried ? (
        <p className="mt-2">Coffer tries both logins once more before it does this, and refuses if the password that stays does not work.</p>
      ) : (
        <Checkbox isSelected={isSure} onChange={setIsSure} className="mt-3">
          <span className="text-text">I made sure that the {isAdopt ? 'pending' : 'current'} value works: Coffer cannot try it here.</span>
        </Checkbox>
      )}
    </ConfirmDialog>
  )
}
