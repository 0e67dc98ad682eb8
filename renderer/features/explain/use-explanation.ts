import { useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { call } from '../../api/coffer-api.ts'
import { useEvent } from '../../hooks/use-event.ts'
import { type Loaded, useLatest } from '../../hooks/use-latest.ts'
import { type Explanation, ROLE_ACTION } from '../../store/explain.ts'
import type { ExplainQuestion } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

type Input = WireInput<'workbench:ExplainAccess'>

/** What to ask the vault, or what is still missing in words. */
export function inputOf(question: ExplainQuestion): Input | string {
  const { principal, action, secretArn, keyArn, roleArn, versionStage } = question
  if (principal === '') return 'Choose who.'
  const facts = question.facts.filter(({ key, value }) => key.includes(':') && value !== '')
  const stage = action === 'secretsmanager:GetSecretValue' && versionStage !== '' ? [{ key: 'secretsmanager:VersionStage', value: versionStage }] : []
  const ContextEntries = [...stage, ...facts].map(({ key, value }) => ({ ContextKeyName: key, ContextKeyValues: [value] }))
  const common = { Principal: principal, Action: action, ...(ContextEntries.length > 0 && { ContextEntries }) }
  if (action.startsWith('kms:')) return keyArn === null ? 'Choose a key.' : { ...common, KeyId: keyArn }
  if (action === ROLE_ACTION) return roleArn === null ? 'Choose a role.' : { ...common, RoleArn: roleArn }
  return secretArn === null ? 'Choose a secret.' : { ...common, SecretId: secretArn }
}

/** Rises whenever something changed that access may rest on. */
export function useAccessRevision(): string {
  const [revision, setRevision] = useState(0)
  useEvent('access-changed', () => setRevision((before) => before + 1))
  useEvent('keys-changed', () => setRevision((before) => before + 1))
  const secrets = useStore((state) => state.secrets.revision)
  return `${revision} ${secrets}`
}

/** The vault's answer to a question, asked again whenever access changes. */
export function useExplanation(input: Input): Loaded<Explanation> {
  const revision = useAccessRevision()
  return useLatest(`${JSON.stringify(input)} ${revision}`, () => call('workbench:ExplainAccess', input))
}
