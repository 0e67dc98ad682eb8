import { lazy, Suspense } from 'react'
import type { ValueDifference } from '../../../shared/diff/diff-json.ts'
import { Button } from '../../components/button.tsx'
import { DiffTable } from '../../components/diff-table.tsx'
import { RevealRing } from '../../components/reveal-ring.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { REVEAL_SECONDS, useReveal } from '../../hooks/use-reveal.ts'

const TextMerge = lazy(async () => ({ default: (await import('../../components/text-merge.tsx')).TextMerge }))
const AS_TEXT = '\u0000text'

/** What saving would change: by key where both sides are JSON objects, else as text. Masked until asked for. */
export function ReviewChanges({ before, after, difference }: { readonly before: string; readonly after: string; readonly difference: ValueDifference }) {
  const { revealed, reveal, hide, hideAll } = useReveal()
  const changed = difference.kind === 'keys' ? difference.keys.filter((key) => key.status !== 'same') : []
  const asText = revealed.has(AS_TEXT)
  if (asText) {
    return (
      <>
        <Suspense fallback={<Spinner label="Loading the text view" />}>
          <TextMerge before={before} after={after} />
        </Suspense>
        <div className="mt-2 flex items-center gap-2">
          <Button variant="quiet" onPress={hideAll}>
            Hide the text
          </Button>
          <RevealRing seconds={REVEAL_SECONDS} />
        </div>
      </>
    )
  }
  return (
    <>
      {changed.length > 0 ? (
        <DiffTable aria-label="Changes by key" differences={changed} revealed={revealed} onReveal={reveal} onHide={hide} />
      ) : (
        <p className="text-muted">{difference.kind === 'keys' ? 'Only the spacing or the order of keys changes.' : before === '' ? 'A first value.' : 'The text changes.'}</p>
      )}
      <Button variant="quiet" className="mt-2 -ml-1" onPress={() => reveal(AS_TEXT)}>
        Show as text
      </Button>
    </>
  )
}
