import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { isAccountId, rootArn } from '../../../shared/arn.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { SecretPicker } from '../../components/secret-picker.tsx'
import { Select, type SelectOption } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useIdentities } from '../../hooks/use-identities.ts'
import { explain, KEY_ACTIONS, ROLE_ACTION, SECRET_ACTIONS } from '../../store/explain.ts'
import { keyTitle } from '../../store/keys.ts'
import type { ExplainQuestion } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

const OTHER_ACCOUNT = 'other-account'
const STAGES = [
  { value: '', label: 'none named', hint: 'as most programs ask' },
  { value: 'AWSCURRENT', label: 'AWSCURRENT' },
  { value: 'AWSPREVIOUS', label: 'AWSPREVIOUS' },
  { value: 'AWSPENDING', label: 'AWSPENDING' },
] as const

/** Who, what, on what, and under which circumstances. Each change is asked at once. */
export function QuestionForm({ question }: { readonly question: ExplainQuestion }) {
  const keys = useStore((state) => state.keys.items)
  const { identities } = useIdentities()
  const { action } = question
  const isKey = action.startsWith('kms:')
  const isRole = action === ROLE_ACTION
  return (
    <form className="flex flex-col gap-3.5" onSubmit={(event) => event.preventDefault()} aria-label="Question">
      <WhoField question={question} />
      <Select
        label="Action"
        mono
        value={action}
        onChange={(chosen) => explain({ action: chosen })}
        options={[...SECRET_ACTIONS, ...KEY_ACTIONS, ROLE_ACTION, ...([...SECRET_ACTIONS, ...KEY_ACTIONS, ROLE_ACTION].includes(action) ? [] : [action])].map((value) => ({ value, label: value }))}
      />
      {isKey ? (
        <Select label="Key" mono placeholder="Choose a key" value={question.keyArn ?? ''} onChange={(keyArn) => explain({ keyArn })} options={keys.map((item) => ({ value: item.metadata.Arn, label: keyTitle(item) }))} />
      ) : isRole ? (
        <Select label="Role" mono placeholder="Choose a role" value={question.roleArn ?? ''} onChange={(roleArn) => explain({ roleArn })} options={(identities?.roles ?? []).map((role) => ({ value: role.Arn, label: role.RoleName }))} />
      ) : (
        <>
          <SecretPicker label="Secret" arn={question.secretArn} onChange={(secretArn) => explain({ secretArn })} />
          {action === 'secretsmanager:GetSecretValue' ? <Select label="Staging label" value={question.versionStage} onChange={(versionStage) => explain({ versionStage })} options={STAGES} /> : null}
        </>
      )}
      <Facts question={question} />
    </form>
  )
}

function WhoField({ question }: { readonly question: ExplainQuestion }) {
  const region = useStore((state) => state.session.region)
  const accounts = useStore((state) => state.session.accounts)
  const { identities } = useIdentities()
  const [account, setAccount] = useState<string | null>(null)
  const known: SelectOption<string>[] = [
    ...(identities?.users ?? []).map((user) => ({ value: user.Arn, label: `user/${user.UserName}` })),
    ...(identities?.roles ?? []).map((role) => ({ value: role.Arn, label: `role/${role.RoleName}` })),
    ...accounts.map(({ AccountId, Name }) => ({ value: rootArn(region, AccountId), label: 'root', hint: `of ${Name}, ${AccountId}` })),
  ]
  const isKnown = known.some(({ value }) => value === question.principal)
  const options = [...known, ...(isKnown || question.principal === '' ? [] : [{ value: question.principal, label: question.principal.split(':').slice(4).join(':') }]), { value: OTHER_ACCOUNT, label: 'Another account…' }]
  return (
    <>
      <Select
        label="Who"
        mono
        placeholder="Choose a user, a role or an account"
        value={account === null ? question.principal : OTHER_ACCOUNT}
        onChange={(chosen) => {
          setAccount(chosen === OTHER_ACCOUNT ? '' : null)
          if (chosen !== OTHER_ACCOUNT) explain({ principal: chosen })
        }}
        options={options}
      />
      {account === null ? null : (
        <TextField
          label="Account ID"
          mono
          autoFocus
          value={account}
          placeholder="111122223333"
          error={account === '' || isAccountId(account) ? null : 'An account ID has 12 digits.'}
          onChange={(typed) => {
            setAccount(typed)
            if (isAccountId(typed)) explain({ principal: rootArn(region, typed) })
          }}
        />
      )}
    </>
  )
}

function Facts({ question }: { readonly question: ExplainQuestion }) {
  const { facts } = question
  const put = (index: number, change: Partial<ExplainQuestion['facts'][number]>) => explain({ facts: facts.map((fact, at) => (at === index ? { ...fact, ...change } : fact)) })
  return (
    <section aria-label="Facts of the call" className="flex flex-col gap-2">
      <span className="text-sm font-medium text-muted">Facts of the call</span>
      {facts.map((fact, index) => (
        // Facts have no other identity than their place.
        <div key={index} className="flex items-start gap-1.5">
          <TextField aria-label="Condition key" placeholder="aws:SourceIp" mono value={fact.key} onChange={(key) => put(index, { key })} className="min-w-0 flex-1" />
          <TextField aria-label="Value" placeholder="10.0.0.7" mono value={fact.value} onChange={(value) => put(index, { value })} className="min-w-0 flex-1" />
          <IconButton label="Leave out" icon={<X size={14} />} onPress={() => explain({ facts: facts.filter((_, at) => at !== index) })} className="mt-0.5" />
        </div>
      ))}
      <div>
        <Button variant="quiet" icon={<Plus size={14} aria-hidden />} onPress={() => explain({ facts: [...facts, { key: '', value: '' }] })} className="-ml-2">
          Add a fact that a condition asks for
        </Button>
      </div>
    </section>
  )
}
