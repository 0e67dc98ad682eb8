import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useFunctions } from '../../hooks/use-functions.ts'
import { createFunction, focusFunction } from '../../store/functions.ts'
import { openDialog, closeDialog, showSection } from '../../store/view.ts'
import { FunctionFields } from './function-fields.tsx'
import { formProblems, isFine, NEW_FUNCTION, settingsOf } from './function-form.ts'

/** Names code of the user's as a rotation function. What it is and what it reaches is the next question. */
export function CreateFunctionDialog() {
  const { runtimes } = useFunctions()
  const [form, setForm] = useState(NEW_FUNCTION)
  const [tried, setTried] = useState(false)
  const creation = useAction(async () => {
    const made = await createFunction(settingsOf(form))
    showSection('functions')
    focusFunction(made.FunctionName)
    openDialog('agree-function', { functionName: made.FunctionName })
  })
  const create = async () => {
    setTried(true)
    if (isFine(formProblems(form, true))) await creation.run()
  }
  return (
    <Dialog
      title="Add a function"
      description="Code of your own that rotates a secret, as a Lambda function would: it is called four times, with Step, SecretId and ClientRequestToken."
      hasEdits={form !== NEW_FUNCTION}
      isBusy={creation.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant="primary" isPending={creation.pending} onPress={create}>
            Add function
          </Button>
        </>
      }
    >
      <FunctionFields form={form} problems={formProblems(form, tried)} runtimes={runtimes} isNew onChange={setForm} />
      {creation.error === null ? null : <ErrorNote error={creation.error} className="mt-3" />}
    </Dialog>
  )
}
