import { useState } from 'react'
import { isAccountId, rootArn } from '../../../shared/arn.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { PrincipalPicker } from '../../components/principal-picker.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { TextField } from '../../components/text-field.tsx'
import { CofferError } from '../../api/coffer-api.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useIdentities } from '../../hooks/use-identities.ts'
import { findKey, keyTitle } from '../../store/keys.ts'
import { type CheckedPolicy, checkPolicy, readablePolicy, readPolicy, writePolicy } from '../../store/policies.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'
import { CustomerKeyNeed, useNeedsCustomerKey } from './customer-key-need.tsx'
import { PolicyReview } from './policy-review.tsx'
import { needsKey, planShare, SHARE_LEVELS, type ShareLevel, type SharePlan } from './share-plan.ts'
import { ShareResult } from './share-result.tsx'

type With = 'principals' | 'account'

interface Reviewed {
  readonly before: string
  readonly plan: SharePlan
  readonly checked: CheckedPolicy
  readonly keyArn: string | null
}

/** Chooses with whom a secret is shared and how far, shows what is written, writes it, and tries it out. */
export function ShareSecretDialog({ arn }: { readonly arn: string }) {
  const name = useStore((state) => state.secrets.summaries.get(arn)?.Name ?? arn)
  const region = useStore((state) => state.session.region)
  const key = useStore((state) => findKey(state.keys, state.secrets.summaries.get(arn)?.KmsKeyId))
  const { identities } = useIdentities()
  const [sharedWith, setSharedWith] = useState<With>('principals')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [account, setAccount] = useState('')
  const [level, setLevel] = useState<ShareLevel>('read')
  const [includesKey, setIncludesKey] = useState(true)
  const [reviewed, setReviewed] = useState<Reviewed | null>(null)
  const [isDone, setIsDone] = useState(false)
  const accountId = account.replaceAll(/[\s-]/g, '')
  const principals = sharedWith === 'principals' ? chosen : isAccountId(accountId) ? [rootArn(region, accountId)] : []
  const isBlocked = useNeedsCustomerKey(arn) && sharedWith === 'account' && needsKey(level)
  const asksKey = key?.metadata.KeyManager === 'CUSTOMER' && needsKey(level)

  const reviewing = useAction(async () => {
    const keyArn = asksKey && includesKey ? (key?.metadata.Arn ?? null) : null
    const [secretPolicy, keyPolicy] = await Promise.all([readPolicy({ type: 'secret', arn }), keyArn === null ? null : readPolicy({ type: 'key', arn: keyArn })])
    const plan = planShare({ principals, level, region }, { secretPolicy, keyPolicy })
    if (plan === null) throw new CofferError('MalformedPolicyDocumentException', 'The policy that is there cannot be added to. Edit it first.')
    const checked = await checkPolicy({ type: 'secret', arn }, plan.secretPolicy)
    setReviewed({ before: secretPolicy === null ? '' : readablePolicy(secretPolicy), plan, checked, keyArn })
  })
  const sharing = useAction(async () => {
    if (reviewed === null) return
    const { plan, keyArn } = reviewed
    if (keyArn !== null && plan.keyPolicy !== null) {
      await writePolicy({ type: 'key', arn: keyArn }, plan.keyPolicy)
      // Should the secret refuse now, the key is not written again.
      setReviewed({ ...reviewed, plan: { ...plan, keyPolicy: null } })
    }
    await writePolicy({ type: 'secret', arn }, plan.secretPolicy, { blockPublicPolicy: true })
    setIsDone(true)
  })

  if (isDone) {
    return (
      <Dialog title={`Shared ${name}`} onClose={closeDialog} footer={<Button variant="primary" onPress={closeDialog}>Done</Button>}>
        <ShareResult arn={arn} principals={principals} level={level} />
      </Dialog>
    )
  }
  if (reviewed !== null) {
    return (
      <Dialog
        title={`Share ${name}`}
        description="One statement more; those that are there stay."
        width="wide"
        isBusy={sharing.pending}
        hasEdits
        onClose={closeDialog}
        footer={
          <>
            <Button onPress={() => setReviewed(null)}>Back</Button>
            <Button variant="primary" onPress={sharing.run} isPending={sharing.pending} isDisabled={reviewed.checked.Problems.length > 0}>
              Share
            </Button>
          </>
        }
      >
        {reviewed.keyArn === null ? null : (
          <p className="mb-3 text-muted">
            The policy of <span className="mono text-text">{key === null ? reviewed.keyArn : keyTitle(key)}</span> gets a statement too: the same may use it through Secrets Manager.
          </p>
        )}
        <PolicyReview subject={{ type: 'secret', arn }} before={reviewed.before} after={reviewed.plan.secretPolicy} checked={reviewed.checked} error={sharing.error} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={`Share ${name}`}
      description="Who else may do what with this secret. It is written into the secret’s own policy."
      hasEdits={principals.length > 0}
      isBusy={reviewing.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={principals.length === 0 || isBlocked} isPending={reviewing.pending} onPress={reviewing.run}>
            Review
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (principals.length > 0 && !isBlocked) void reviewing.run()
        }}
      >
        <RadioGroup
          label="With"
          look="plain"
          value={sharedWith}
          onChange={setSharedWith}
          options={[
            { value: 'principals', label: 'Users and roles', hint: 'Of this account.' },
            { value: 'account', label: 'Another account', hint: 'It then lets its own users and roles read the secret.' },
          ]}
        />
        {sharedWith === 'principals' ? (
          <PrincipalPicker label="Who" identities={identities} chosen={chosen} onChange={setChosen} />
        ) : (
          <>
            <TextField label="Account ID" value={account} onChange={setAccount} placeholder="111122223333" mono error={accountId === '' || isAccountId(accountId) ? null : 'An account ID has 12 digits.'} />
            {needsKey(level) ? <CustomerKeyNeed secretArn={arn} /> : null}
          </>
        )}
        <RadioGroup label="They may" look="plain" value={level} onChange={setLevel} options={SHARE_LEVELS} />
        {asksKey ? (
          <Checkbox isSelected={includesKey} onChange={setIncludesKey}>
            <span>
              Let them use <span className="mono">{keyTitle(key)}</span> too
              <span className="block text-sm text-muted">Reading takes the key’s yes as well. Without it, whoever has no policy of its own for the key is refused.</span>
            </span>
          </Checkbox>
        ) : null}
        <button type="submit" hidden />
      </form>
      {reviewing.error === null ? null : <ErrorNote error={reviewing.error} className="mt-3" />}
    </Dialog>
  )
}
