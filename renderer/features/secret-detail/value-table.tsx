import { isPlainKey } from '../../../shared/secret-kinds/plain-keys.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dots } from '../../components/dots.tsx'
import { RevealRing } from '../../components/reveal-ring.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { REVEAL_SECONDS } from '../../hooks/use-reveal.ts'
import { membersOf, memberText, type ShownValueProps } from './shown-value.ts'

/** Key by key, each masked until asked for. A masked value is not in the document. */
export function ValueTable({ keys, value, revealed, onReveal, onHide, copyPart }: ShownValueProps & { readonly keys: readonly string[] }) {
  const members = value === null ? null : membersOf(value)
  return (
    <div role="table" aria-label="Keys and values" className="grid grid-cols-[fit-content(45%)_minmax(0,1fr)_max-content] overflow-hidden rounded-lg border border-line bg-panel">
      {keys.map((key) => {
        // What only says where and who comes into sight with whatever is revealed.
        const isPlain = isPlainKey(key)
        const isShown = members !== null && (revealed.has(key) || isPlain)
        const isTimed = revealed.has(key) && !isPlain
        return (
          <div key={key} role="row" className="col-span-3 grid min-h-[34px] grid-cols-subgrid items-start border-t border-line2 py-1 pr-1.5 pl-3 first:border-t-0">
            <span role="rowheader" className="mono min-w-[104px] py-[3px] @max-[400px]:min-w-[72px] pr-4 text-muted [overflow-wrap:anywhere]">
              {key}
            </span>
            <span role="cell" className="mono min-w-0 py-[3px]">
              {isShown ? (
                <span className="selectable block max-h-40 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere]">{memberText(members.get(key))}</span>
              ) : (
                <span className="block overflow-hidden whitespace-nowrap">
                  <Dots />
                </span>
              )}
            </span>
            <span role="cell" className="flex h-[26px] items-center justify-end gap-0.5 pl-2">
              {isTimed ? <RevealRing seconds={REVEAL_SECONDS} /> : null}
              {isShown ? (
                isTimed ? (
                  <WordButton label={`Hide ${key}`} onPress={() => onHide(key)}>
                    Hide
                  </WordButton>
                ) : null
              ) : (
                <WordButton label={`Reveal ${key}`} onPress={() => onReveal(key)}>
                  Reveal
                </WordButton>
              )}
              <CopyButton look="word" label={`Copy ${key}`} copy={copyPart(key, (whole) => memberText(membersOf(whole)?.get(key)))} />
            </span>
          </div>
        )
      })}
    </div>
  )
}
