import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { Select } from '../../components/select.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { DEFAULT_KEY, useKeyOptions } from '../../hooks/use-key-options.ts'
import { createKey, findKey } from '../../store/keys.ts'
import { changeKey } from '../../store/secret-actions.ts'
import { useStore } from '../../store/store.ts'

const NEW_KEY = 'new'

/** True while a secret is under the key that AWS manages, which no other account can use. */
export function useNeedsCustomerKey(secretArn: string): boolean {
  return useStore((state) => {
    const item = findKey(state.keys, state.secrets.summaries.get(secretArn)?.KmsKeyId)
    return item === null ? state.secrets.summaries.get(secretArn)?.KmsKeyId === undefined : item.metadata.KeyManager === 'AWS'
  })
}

/** Says that another account cannot read a secret under the default key, and moves the secret to another one here. */
export function CustomerKeyNeed({ secretArn }: { readonly secretArn: string }) {
  const options = useKeyOptions().filter(({ value }) => value !== DEFAULT_KEY)
  const [chosen, setChosen] = useState(options[0]?.value ?? NEW_KEY)
  const needs = useNeedsCustomerKey(secretArn)
  const name = useStore((state) => state.secrets.summaries.get(secretArn)?.Name ?? secretArn)
  const changing = useAction(async () => {
    const key = chosen === NEW_KEY ? await createKey(`Shared: ${name}`, '') : chosen
    await changeKey([secretArn], key)
  })
  if (!needs) return null
  return (
    <>
      <Note tone="amber" title="Another account cannot read it under aws/secretsmanager">
        <p>A secret that is shared between accounts needs a customer managed key. Choose one: the labelled versions are encrypted again with it.</p>
        <div className="mt-2 flex items-end gap-2">
          <Select aria-label="Customer managed key" mono value={chosen} onChange={setChosen} options={[...options, { value: NEW_KEY, label: 'A new key' }]} className="min-w-0 flex-1" />
          <Button onPress={changing.run} isPending={changing.pending} className="mb-0.5">
            Change key
          </Button>
        </div>
      </Note>
      {changing.error === null ? null : <ErrorNote error={changing.error} />}
    </>
  )
}
