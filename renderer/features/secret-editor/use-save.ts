import { useRef, useState } from 'react'
import { useAction } from '../../hooks/use-action.ts'
import { currentVersionId, newRequestToken, putSecretValue, readSecretValue, type SecretContent, type SecretValue } from '../../store/secret-values.ts'
import { closeDialog } from '../../store/view.ts'

/**
 * Saves a value over the version that it was made from. When another version became current meanwhile nothing is written: `theirs` holds it,
 * and saving again goes over that one. One content has one ClientRequestToken, so a retry after a lost answer writes nothing twice.
 */
export function useSave(arn: string, base: SecretValue | null) {
  const [baseId, setBaseId] = useState(base?.VersionId ?? null)
  const [theirs, setTheirs] = useState<SecretValue | null>(null)
  const tokens = useRef(new Map<string, string>())
  const saving = useAction(async (content: SecretContent) => {
    const currentId = await currentVersionId(arn)
    const identity = JSON.stringify([baseId, content])
    const token = tokens.current.get(identity) ?? newRequestToken()
    // Our own save whose answer was lost is no conflict.
    if (currentId !== baseId && currentId !== token) {
      setTheirs(currentId === null ? null : await readSecretValue(arn, currentId))
      setBaseId(currentId)
      return
    }
    tokens.current.set(identity, token)
    await putSecretValue(arn, content, token, baseId)
    closeDialog()
  })
  return { saving, baseId, theirs, forgetTheirs: () => setTheirs(null) }
}
