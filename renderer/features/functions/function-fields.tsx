import { FileCode, FolderOpen } from 'lucide-react'
import { app, call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Disclosure } from '../../components/disclosure.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import type { FunctionRuntime } from '../../store/functions.ts'
import type { FormProblems, FunctionForm } from './function-form.ts'
import { runtimeWords, suggestedHandler, suggestedRuntime } from './function-words.ts'
import { VariableRows } from './variable-rows.tsx'

const DEFAULT_ROLE = 'default'

/** The fields of a function of the user's, for a new one and for one that is edited. */
export function FunctionFields(props: {
  readonly form: FunctionForm
  readonly problems: FormProblems
  readonly runtimes: readonly FunctionRuntime[]
  readonly isNew: boolean
  readonly onChange: (form: FunctionForm) => void
}) {
  const { form, problems, runtimes, onChange } = props
  const roles = useLatest('roles', () => call('workbench:ListRoles', {}))
  const choosing = useAction(async (kind: 'file' | 'folder') => {
    const chosen = await app('dialog.choose-path', { title: kind === 'file' ? 'Choose the file of the function' : 'Choose the folder of the function', kind })
    if (chosen !== null) setPath(chosen.path)
  })
  function setPath(codePath: string): void {
    const runtime = suggestedRuntime(codePath) ?? form.runtime
    const isGuess = form.handler === '' || form.handler === suggestedHandler(form.codePath, form.runtime)
    onChange({ ...form, codePath, runtime, handler: isGuess ? suggestedHandler(codePath, runtime) : form.handler })
  }
  function setRuntime(runtime: FunctionForm['runtime']): void {
    const isGuess = form.handler === '' || form.handler === suggestedHandler(form.codePath, form.runtime)
    onChange({ ...form, runtime, handler: isGuess ? suggestedHandler(form.codePath, runtime) : form.handler })
  }
  return (
    <div className="flex flex-col gap-3.5">
      {props.isNew ? <TextField label="Name" value={form.name} onChange={(name) => onChange({ ...form, name })} error={problems.name} placeholder="rotate-payments" mono autoFocus maxLength={64} /> : null}
      <div>
        <TextField
          label="Code"
          value={form.codePath}
          onChange={setPath}
          error={problems.codePath}
          placeholder="/home/you/functions/rotate-payments"
          hint="One file, or a folder with the packages that it needs. It stays where it is; a run uses a copy."
          mono
        />
        <div className="mt-1.5 flex gap-2">
          <Button icon={<FolderOpen size={14} aria-hidden />} onPress={() => choosing.run('folder')}>
            Choose a folder
          </Button>
          <Button icon={<FileCode size={14} aria-hidden />} onPress={() => choosing.run('file')}>
            Choose a file
          </Button>
        </div>
        {choosing.error === null ? null : <ErrorNote error={choosing.error} className="mt-2" />}
      </div>
      <RadioGroup
        label="Runtime"
        look="plain"
        options={(['python', 'nodejs'] as const).map((value) => ({ value, label: runtimeWords(value, runtimes), ...(runtimes.some((one) => one.Runtime === value) ? {} : { hint: 'Not found on this computer: it can be set up, and cannot run yet.' }) }))}
        value={form.runtime}
        onChange={setRuntime}
      />
      <TextField label="Handler" value={form.handler} onChange={(handler) => onChange({ ...form, handler })} error={problems.handler} placeholder="lambda_function.lambda_handler" hint="file.function, as in Lambda." mono />
      <Disclosure label="Variables, limits and role" defaultExpanded={!props.isNew}>
        <div className="flex flex-col gap-3.5 pt-1">
          <VariableRows rows={form.variables} problem={problems.variables} onChange={(variables) => onChange({ ...form, variables })} />
          <div className="flex gap-4">
            <NumberField label="Timeout of a step" value={form.timeoutSeconds} onChange={(timeoutSeconds) => onChange({ ...form, timeoutSeconds })} minimum={1} maximum={900} unit="s" />
            <NumberField label="Memory" value={form.memoryMiB} onChange={(memoryMiB) => onChange({ ...form, memoryMiB })} minimum={128} maximum={10_240} step={64} unit="MiB" />
          </div>
          <Select
            label="Role"
            hint="What the function may do in the vault. The default is made when it is first needed, and reaches the rotated secret only."
            options={[{ value: DEFAULT_ROLE, label: 'coffer-rotation (default)' }, ...(roles.value?.Roles ?? []).map((role) => ({ value: role.Arn, label: role.RoleName }))]}
            value={form.roleArn === '' ? DEFAULT_ROLE : form.roleArn}
            onChange={(role) => onChange({ ...form, roleArn: role === DEFAULT_ROLE ? '' : role })}
          />
          <TextField label="Description" value={form.description} onChange={(description) => onChange({ ...form, description })} placeholder="Rotates the keys of the payment provider" maxLength={256} />
        </div>
      </Disclosure>
    </div>
  )
}
