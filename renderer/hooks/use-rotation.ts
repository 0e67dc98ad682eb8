import { useCallback, useEffect, useRef, useState } from 'react'
import { call, CofferError } from '../api/coffer-api.ts'
import type { SecretRotation } from '../store/rotations.ts'
import { useEvent } from './use-event.ts'

export interface ShownRotation {
  readonly value: SecretRotation | null
  readonly error: CofferError | null
  readonly reload: () => void
}

/**
 * Everything of one secret's rotation, read again at each step that it takes; what is shown stays until the next answer is
 * there. `versionId` chooses whose log it holds.
 */
export function useRotation(arn: string, versionId: string | null): ShownRotation {
  const [state, setState] = useState<{ readonly arn: string; readonly value: SecretRotation | null; readonly error: CofferError | null }>({ arn, value: null, error: null })
  const asked = useRef(0)
  const reload = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    call('workbench:GetRotation', { SecretId: arn, ...(versionId === null ? {} : { VersionId: versionId }) }).then(
      (value) => mine === asked.current && setState({ arn, value, error: null }),
      (error: unknown) => mine === asked.current && setState({ arn, value: null, error: CofferError.from(error) }),
    )
  }, [arn, versionId])
  useEffect(() => {
    reload()
    return () => {
      asked.current += 1
    }
  }, [reload])
  useEvent('rotation-changed', (event) => event.arn === arn && reload())
  useEvent('secrets-changed', (event) => event.arns.includes(arn) && reload())
  const isPresent = state.arn === arn
  return { value: isPresent ? state.value : null, error: isPresent ? state.error : null, reload }
}
