import { useState } from 'react'
import { Disclosure } from './disclosure.tsx'
import type { CofferErrorLike } from './error-note.tsx'
import { Note } from './note.tsx'
import { NumberField } from './number-field.tsx'
import { TextField } from './text-field.tsx'

/** What a program calls as, and the port it calls. */
export function useConnectForm(port: number) {
  const [userName, setUserName] = useState('developer')
  const [chosenPort, setChosenPort] = useState(port)
  return { userName, setUserName, port: chosenPort, setPort: setChosenPort, isRight: /^[\w+=,.@-]{1,64}$/.test(userName) }
}

/** Names the user that a program calls as. An error opens what else can be chosen, since a taken port is the usual one. */
export function ConnectFields({ form, error }: { readonly form: ReturnType<typeof useConnectForm>; readonly error: CofferErrorLike | null }) {
  return (
    <>
      <TextField
        label="The program calls as user"
        value={form.userName}
        onChange={form.setUserName}
        mono
        hint="May do everything in this account. Narrow it later in Access."
        error={form.isRight ? null : 'Letters, digits and + = , . @ - _ only.'}
      />
      <Note>Other programs that run as you could use this key too, once it is in an environment or a file. The endpoint answers on this computer only, and only to signed requests.</Note>
      <Disclosure label="More" key={error === null ? 'closed' : 'open'} defaultExpanded={error !== null}>
        <NumberField label="Port" value={form.port} onChange={form.setPort} minimum={1} maximum={65_535} hint="A fixed one, so that the lines stay right." />
      </Disclosure>
    </>
  )
}
