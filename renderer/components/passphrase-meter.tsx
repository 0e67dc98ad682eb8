import { MIN_PASSPHRASE_CHARACTERS, passphraseVerdict } from '../../shared/passphrase.ts'

interface PassphraseMeterProps {
  readonly passphrase: string
  /** What the vault found, or null while it is still asked. */
  readonly check: { readonly Score: number; readonly Acceptable: boolean; readonly Warning?: string | undefined; readonly Suggestions: readonly string[] } | null
}

const FILL = { red: 'bg-red', amber: 'bg-amber', accent: 'bg-accent' } as const
const WORDS = { red: 'text-red', amber: 'text-amber', accent: 'text-accent-text' } as const

/** Four bars and a word for how hard a passphrase is to guess, with the first thing that would make it harder. */
export function PassphraseMeter({ passphrase, check }: PassphraseMeterProps) {
  const characters = [...passphrase].length
  const verdict = passphraseVerdict(characters, check?.Score ?? 0, check?.Acceptable ?? false)
  const waiting = check === null && characters >= MIN_PASSPHRASE_CHARACTERS
  const advice = check === null || check.Acceptable || characters < MIN_PASSPHRASE_CHARACTERS ? '' : (check.Suggestions[0] ?? check.Warning ?? '')
  return (
    <div className="mt-2 min-h-[42px]">
      <div className="flex items-center gap-1" aria-hidden="true">
        {[1, 2, 3, 4].map((part) => (
          <span key={part} className={`h-[3px] flex-1 rounded-full ${!waiting && part <= verdict.filled ? FILL[verdict.tone] : 'bg-line'}`} />
        ))}
      </div>
      <p className="mt-1.5 text-sm text-muted" role="status">
        {passphrase === '' ? (
          'At least 12 characters that are hard to guess. Six random words are good.'
        ) : waiting ? (
          'Checking'
        ) : (
          <>
            <span className={WORDS[verdict.tone]}>{verdict.label}</span>
            {advice !== '' && <>. {advice}</>}
          </>
        )}
      </p>
    </div>
  )
}
