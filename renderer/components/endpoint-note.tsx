import { useAction } from '../hooks/use-action.ts'
import { switchEndpoint } from '../store/endpoint.ts'
import { useStore } from '../store/store.ts'
import { Button } from './button.tsx'
import { ErrorNote } from './error-note.tsx'
import { Note } from './note.tsx'

/** Says that functions of the user's cannot reach the vault while the local endpoint is off, with the way to switch it on. */
export function EndpointNote({ className = '' }: { readonly className?: string }) {
  const state = useStore((all) => all.session.vault?.Endpoint.State)
  const switching = useAction(async () => {
    await switchEndpoint(true)
  })
  if (state === 'on' || state === undefined) return null
  return (
    <div className={className}>
      <Note
        tone="amber"
        actions={
          <Button onPress={switching.run} isPending={switching.pending}>
            Switch the endpoint on
          </Button>
        }
      >
        A function of your own reaches the vault through the local endpoint, which is {state === 'failed' ? 'not listening' : state}. It cannot run before that is on.
      </Note>
      {switching.error === null ? null : <ErrorNote error={switching.error} className="mt-2" />}
    </div>
  )
}
