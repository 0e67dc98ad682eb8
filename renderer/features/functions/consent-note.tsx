import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import type { FunctionFacts, RotationFunction } from '../../store/functions.ts'
import { openDialog } from '../../store/view.ts'
import { consentOf } from './function-words.ts'

/** Why the code of a function may not run at this moment, with the way to change that. */
export function ConsentNote({ item, facts }: { readonly item: RotationFunction; readonly facts: FunctionFacts }) {
  const consent = consentOf(item.CodeSha256, facts.PresentCodeSha256)
  if (consent === null) return null
  if (consent === 'unreadable') {
    return (
      <Note tone="red" title="The code cannot be read" className="mt-3">
        Nothing readable is at <span className="mono break-all">{item.CodePath}</span>, so rotations that use it fail. Put it back, or edit the path.
      </Note>
    )
  }
  const isChanged = consent === 'changed'
  return (
    <Note
      tone="amber"
      title={isChanged ? 'The code changed since you agreed to it' : 'Nobody agreed to this code yet'}
      className="mt-3"
      actions={<Button onPress={() => openDialog('agree-function', { functionName: item.FunctionName })}>Look at it and agree</Button>}
    >
      {isChanged ? 'It does not run until you agree to the new code: rotations that use it fail meanwhile.' : 'It does not run before you have seen what it is and what it may reach.'}
    </Note>
  )
}
