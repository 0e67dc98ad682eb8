import { useEffect, useState } from 'react'
import { CofferError } from '../../api/coffer-api.ts'
import { type CheckedPolicy, checkPolicy, type PolicySubject } from '../../store/policies.ts'

const QUIET_MS = 150

/** The vault's judgement of a text once typing pauses. `isCurrent` is false while it is about an older text. */
export function useCheckedPolicy(subject: PolicySubject, text: string): { readonly checked: CheckedPolicy | null; readonly isCurrent: boolean; readonly error: CofferError | null } {
  const [state, setState] = useState<{ readonly text: string; readonly checked: CheckedPolicy | null; readonly error: CofferError | null } | null>(null)
  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(() => {
      checkPolicy(subject, text).then(
        (checked) => isWanted && setState({ text, checked, error: null }),
        (thrown: unknown) => isWanted && setState({ text, checked: null, error: CofferError.from(thrown) }),
      )
    }, QUIET_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [subject, text])
  return { checked: state?.checked ?? null, isCurrent: state?.text === text, error: state?.error ?? null }
}
