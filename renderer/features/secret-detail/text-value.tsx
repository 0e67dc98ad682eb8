import { CopyButton } from '../../components/copy-button.tsx'
import { Dots } from '../../components/dots.tsx'
import { RevealRing } from '../../components/reveal-ring.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { REVEAL_SECONDS } from '../../hooks/use-reveal.ts'
import { type ShownValueProps, WHOLE_VALUE } from './shown-value.ts'

/** A value that is one text. */
export function TextValue({ value, revealed, onReveal, onHide, copyPart }: ShownValueProps) {
  const isShown = value !== null && revealed.has(WHOLE_VALUE)
  return (
    <div className="flex min-h-[34px] items-start rounded-lg border border-line bg-panel py-1 pr-1.5 pl-3">
      <div className="mono selectable max-h-96 min-w-0 flex-1 overflow-auto py-0.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{isShown ? value.SecretString : <Dots />}</div>
      <span className="flex items-center gap-0.5 pt-px pl-2">
        {isShown ? <RevealRing seconds={REVEAL_SECONDS} /> : null}
        <WordButton label={isShown ? 'Hide the value' : 'Reveal the value'} onPress={() => (isShown ? onHide(WHOLE_VALUE) : onReveal(WHOLE_VALUE))}>
          {isShown ? 'Hide' : 'Reveal'}
        </WordButton>
        <CopyButton look="word" label="Copy the value" copy={copyPart('the value', (whole) => whole.SecretString ?? '')} />
      </span>
    </div>
  )
}
