import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { Disclosure } from './disclosure.tsx'
import { ErrorNote, type CofferErrorLike } from './error-note.tsx'
import { Note } from './note.tsx'
import { NumberField } from './number-field.tsx'
import { TextField } from './text-field.tsx'

interface ConnectFormProps {
  readonly port: number
  readonly pending: boolean
  readonly error: CofferErrorLike | null
  readonly onConnect: (userName: string, port: number) => void
  readonly size?: 'normal' | 'large'
  /** What stands at the left of the button. */
  readonly aside?: ReactNode
}

/** Names the user that a program calls as, then switches the endpoint on. */
export function ConnectForm({ port, pending, error, onConnect, size = 'large', aside }: ConnectFormProps) {
  const [userName, setUserName] = useState('developer')
  const [chosenPort, setChosenPort] = useState(port)
  const isRight = /^[\w+=,.@-]{1,64}$/.test(userName)
  return (
    <form
      className="mt-4 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isRight) onConnect(userName, chosenPort)
      }}
    >
      <TextField
        label="The program calls as user"
        value={userName}
        onChange={setUserName}
        mono
        hint="May do everything in this account. Narrow it later in Access."
        error={isRight ? null : 'Letters, digits and + = , . @ - _ only.'}
      />
      <Note>Other programs that run as you could use this key too, once it is in an environment or a file. The endpoint answers on this computer only, and only to signed requests.</Note>
      {error !== null && <ErrorNote error={error} />}
      <Disclosure label="More" key={error === null ? 'closed' : 'open'} defaultExpanded={error !== null}>
        <NumberField label="Port" value={chosenPort} onChange={setChosenPort} minimum={1} maximum={65_535} hint="A fixed one, so that the lines stay right." />
      </Disclosure>
      <div className="mt-1 flex items-center justify-between gap-4">
        {aside ?? <span />}
        <Button type="submit" variant="primary" size={size} isDisabled={!isRight} isPending={pending}>
          Switch on and make a key
        </Button>
      </div>
    </form>
  )
}
