import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { Note } from '../../components/note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useFunctions } from '../../hooks/use-functions.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { updateFunction } from '../../store/functions.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { isolationWords, reachWords, runtimeWords } from './function-words.ts'

/** Shows what would run, from where and how far it reaches; only the code with this very hash may run afterwards. */
export function AgreeFunctionDialog({ functionName }: { readonly functionName: string }) {
  const { runtimes } = useFunctions()
  const loaded = useLatest(functionName, () => call('workbench:GetFunction', { FunctionName: functionName }))
  const hash = loaded.value?.PresentCodeSha256
  const agreement = useAction(async () => {
    if (hash === undefined) return
    await updateFunction({ FunctionName: functionName, CodeSha256: hash })
    closeDialog()
    notify({ kind: 'done', text: `${functionName} may run.` })
  })
  const item = loaded.value?.Function
  return (
    <Dialog
      title="May this code run?"
      description="It is your code, and Coffer has not looked into it. It runs only with exactly this hash: if a file of it changes, you are asked again."
      isBusy={agreement.pending}
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Not now</Button>
          <Button variant="primary" isDisabled={hash === undefined} isPending={agreement.pending} onPress={agreement.run}>
            Agree and let it run
          </Button>
        </>
      }
    >
      {loaded.error === null ? null : <ErrorNote error={loaded.error} />}
      {loaded.loading ? <Spinner label="Reading the code" /> : null}
      {item === undefined ? null : (
        <>
          <Facts
            rows={[
              { label: 'Function', value: <span className="mono">{item.FunctionName}</span> },
              { label: 'Code', value: <span className="mono break-all">{item.CodePath}</span> },
              { label: 'SHA-256', value: <span className="mono break-all">{hash ?? 'cannot be read'}</span> },
              { label: 'Interpreter', value: runtimeWords(item.Runtime, runtimes) },
              { label: 'Isolation', value: isolationWords(item.Runtime, runtimes) },
            ]}
          />
          <h3 className="mt-4 mb-1">What it may reach</h3>
          <ul className="list-disc pl-5 text-muted">
            {reachWords(item.Role).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {hash === undefined ? (
            <Note tone="red" className="mt-3">
              Nothing readable is at this path. Correct the path of the function first.
            </Note>
          ) : null}
        </>
      )}
      {agreement.error === null ? null : <ErrorNote error={agreement.error} className="mt-3" />}
    </Dialog>
  )
}
