import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useFunctions } from '../../hooks/use-functions.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { type FunctionFacts, updateFunction } from '../../store/functions.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog, openDialog } from '../../store/view.ts'
import { FunctionFields } from './function-fields.tsx'
import { formOf, formProblems, isFine, settingsOf } from './function-form.ts'

/** Changes a function of the user's. Another path is other code, which has to be agreed to. */
export function EditFunctionDialog({ functionName }: { readonly functionName: string }) {
  const loaded = useLatest(functionName, () => call('workbench:GetFunction', { FunctionName: functionName }))
  if (loaded.value !== null) return <EditFunction facts={loaded.value} />
  return (
    <Dialog title={`Edit ${functionName}`} onClose={closeDialog}>
      {loaded.error === null ? <Spinner label="Reading the function" /> : <ErrorNote error={loaded.error} />}
    </Dialog>
  )
}

function EditFunction({ facts }: { readonly facts: FunctionFacts }) {
  const { runtimes } = useFunctions()
  const [before] = useState(() => formOf(facts))
  const [form, setForm] = useState(before)
  const problems = formProblems(form, true)
  const saving = useAction(async () => {
    const saved = await updateFunction(settingsOf(form))
    closeDialog()
    notify({ kind: 'done', text: `Saved ${form.name}.` })
    if (saved.CodeSha256 === undefined) openDialog('agree-function', { functionName: form.name })
  })
  return (
    <Dialog
      title={`Edit ${form.name}`}
      hasEdits={form !== before}
      isBusy={saving.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isDisabled={form === before || !isFine(problems)} isPending={saving.pending} onPress={saving.run}>
            Save
          </Button>
        </>
      }
    >
      <FunctionFields form={form} problems={problems} runtimes={runtimes} isNew={false} onChange={setForm} />
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-3" />}
    </Dialog>
  )
}
