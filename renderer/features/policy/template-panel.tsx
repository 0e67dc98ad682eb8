import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { PrincipalPicker } from '../../components/principal-picker.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Identities } from '../../hooks/use-identities.ts'
import { kindOfSubject, type PolicySubject } from '../../store/policies.ts'
import { useStore } from '../../store/store.ts'
import { CustomerKeyNeed, useNeedsCustomerKey } from './customer-key-need.tsx'
import { POLICY_TEMPLATES, type PolicyTemplate, templateProblem } from './policy-templates.ts'
import type { Statement } from './policy-text.ts'

/** Statements that people often need, filled in here and added to the text. */
export function TemplatePanel(props: { readonly subject: PolicySubject; readonly identities: Identities | null; readonly onAdd: (statements: readonly Statement[]) => void; readonly problem: string | null }) {
  const kind = kindOfSubject(props.subject)
  const templates = POLICY_TEMPLATES.filter(({ kinds }) => kinds.includes(kind))
  const [id, setId] = useState(templates[0]?.id ?? '')
  const template = templates.find((candidate) => candidate.id === id)
  if (template === undefined) return null
  return (
    <section aria-label="Add a statement" className="flex flex-col gap-2.5">
      <Select label="Add a statement" value={id} onChange={setId} options={templates.map(({ id: value, label }) => ({ value, label }))} />
      <TemplateForm key={id} template={template} {...props} />
    </section>
  )
}

function TemplateForm(props: Parameters<typeof TemplatePanel>[0] & { readonly template: PolicyTemplate }) {
  const { template, subject, identities } = props
  const region = useStore((state) => state.session.region)
  const accountId = useStore((state) => state.session.accountId)
  const [account, setAccount] = useState('')
  const [principals, setPrincipals] = useState<readonly string[]>([])
  const [addresses, setAddresses] = useState('')
  const [prefix, setPrefix] = useState('')
  const [tried, setTried] = useState(false)
  const values = { region, accountId, account: account.replaceAll(/[\s-]/g, ''), principals, addresses, prefix }
  const missing = templateProblem(template, values)
  const secretArn = subject.type === 'secret' && template.needsCustomerKey === true ? subject.arn : ''
  const needsKey = useNeedsCustomerKey(secretArn) && secretArn !== ''
  const shown = tried ? missing : null
  return (
    <form
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (missing !== null) return
        props.onAdd(template.build(values))
        setTried(false)
      }}
    >
      <p className="text-sm text-muted">{template.hint}</p>
      {needsKey ? <CustomerKeyNeed secretArn={secretArn} /> : null}
      {template.fields.includes('account') ? <TextField label="Account ID" value={account} onChange={setAccount} placeholder="111122223333" mono error={shown} /> : null}
      {template.fields.includes('principals') ? <PrincipalPicker label="Users and roles" identities={identities} chosen={principals} onChange={setPrincipals} /> : null}
      {template.fields.includes('addresses') ? <TextField label="Addresses" value={addresses} onChange={setAddresses} placeholder="127.0.0.1, 10.0.0.0/8" mono error={shown} /> : null}
      {template.fields.includes('prefix') ? <TextField label="Names start with" value={prefix} onChange={setPrefix} placeholder="prod/payments/" mono error={shown} /> : null}
      {shown !== null && template.fields.includes('principals') ? <p role="alert" className="text-sm text-red">{shown}</p> : null}
      <div className="flex items-center gap-2">
        <Button type="submit" isDisabled={props.problem !== null}>
          Add to the policy
        </Button>
        {props.problem === null ? null : <span className="text-sm text-muted">{props.problem}</span>}
      </div>
    </form>
  )
}
