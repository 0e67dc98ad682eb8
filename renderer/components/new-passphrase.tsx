import { useState } from 'react'
import { PassphraseField } from './passphrase-field.tsx'
import { PassphraseMeter } from './passphrase-meter.tsx'
import { TextLink } from './text-link.tsx'

interface NewPassphraseProps {
  readonly passphrase: string
  readonly repeated: string
  readonly check: { readonly Score: number; readonly Acceptable: boolean; readonly Warning?: string | undefined; readonly Suggestions: readonly string[] } | null
  readonly onPassphrase: (passphrase: string) => void
  readonly onRepeated: (passphrase: string) => void
  /** Makes one of random words. */
  readonly suggest: () => Promise<string>
  readonly label?: string
  readonly autoFocus?: boolean
}

/** A new passphrase: typed twice with a meter, or made of random words, which is then shown to be written down. */
export function NewPassphrase({ passphrase, repeated, check, onPassphrase, onRepeated, suggest, label = 'Passphrase', autoFocus = false }: NewPassphraseProps) {
  const [suggested, setSuggested] = useState<string | null>(null)
  const isSuggested = suggested !== null && suggested === passphrase
  const differs = repeated !== '' && !passphrase.startsWith(repeated)

  const takeSuggestion = async () => {
    const made = await suggest()
    setSuggested(made)
    onPassphrase(made)
    onRepeated('')
  }

  return (
    <div className="mt-4 flex flex-col gap-3 first:mt-0">
      <div>
        <PassphraseField label={label} value={passphrase} onChange={onPassphrase} autoFocus={autoFocus} />
        <PassphraseMeter passphrase={passphrase} check={check} />
        {isSuggested ? (
          <div className="mt-1 rounded-md border border-line bg-panel px-3 py-2">
            <p className="mono selectable break-words">{suggested}</p>
            <p className="mt-1 text-sm text-muted">Write it down now; it is not shown again. Type it below to be sure.</p>
          </div>
        ) : (
          <TextLink onPress={() => void takeSuggestion()}>Suggest six random words</TextLink>
        )}
      </div>
      <PassphraseField label="Type it again" value={repeated} onChange={onRepeated} {...(differs && { error: 'This is not the same.' })} />
    </div>
  )
}
