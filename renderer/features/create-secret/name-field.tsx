import { checkSecretName } from '../../../shared/secret-kinds/secret-name.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { TextField } from '../../components/text-field.tsx'
import { useStore } from '../../store/store.ts'

/** Why a secret cannot get this name, or null. Names in the trash are taken too. */
export function useNameProblem(name: string): string | null {
  const taken = useStore((state) => {
    if (name === '') return null
    for (const summary of state.secrets.summaries.values()) if (summary.Name === name) return summary.DeletedDate === undefined ? 'secrets' : 'trash'
    return null
  })
  const problem = checkSecretName(name)
  if (problem?.kind === 'refused') return problem.message
  if (name.endsWith('/')) return 'The name ends in a slash: something belongs behind it.'
  if (taken === 'secrets') return 'There is a secret of this name. Edit that one, or choose another name.'
  if (taken === 'trash') return 'A secret of this name is in the trash. Restore it or delete it for good first.'
  return null
}

/** The name of a new secret, held against AWS's rules while it is typed. */
export function NameField(props: { readonly name: string; readonly onChange: (name: string) => void; readonly showEmpty: boolean }) {
  const problem = useNameProblem(props.name)
  const isUntouched = (props.name === '' || props.name.endsWith('/')) && !props.showEmpty
  const warning = checkSecretName(props.name)
  return (
    <TextField
      label="Name"
      value={props.name}
      onChange={props.onChange}
      error={isUntouched ? null : problem}
      hint={warning?.kind === 'warning' ? <span className="text-amber">{warning.message}</span> : 'A slash makes a folder. The name cannot be changed later.'}
      placeholder="prod/payments/db"
      maxLength={LIMITS.secretNameCharacters + 1}
      mono
      autoFocus
    />
  )
}
