import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import type { CofferError } from '../../api/coffer-api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { verificationWords } from './verification-words.ts'

type Verified = WireOutput<'workbench:VerifyActivity'>

export interface Verification {
  readonly run: () => Promise<void>
  readonly pending: boolean
  readonly error: CofferError | null
  readonly result: Verified | null
  readonly forget: () => void
}

/** Walks the chain of the whole record when asked. */
export function useVerification(): Verification {
  const [result, setResult] = useState<Verified | null>(null)
  const verifying = useAction(async () => {
    setResult(null)
    setResult(await call('workbench:VerifyActivity', {}))
  })
  return {
    ...verifying,
    result,
    forget: () => {
      setResult(null)
      verifying.clearError()
    },
  }
}

export function VerificationNote({ verification }: { readonly verification: Verification }) {
  const { result, error, forget } = verification
  if (error !== null) return <ErrorNote error={error} className="mx-3 mt-2" />
  if (result === null) return null
  const words = verificationWords(result)
  return (
    <Note
      role="status"
      tone={result.Intact ? 'accent' : 'red'}
      title={words.title}
      className="mx-3 mt-2 mb-2"
      actions={
        <TextLink onPress={forget}>Dismiss</TextLink>
      }
    >
      {words.text}
    </Note>
  )
}
