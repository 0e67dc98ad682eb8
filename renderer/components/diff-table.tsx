import { type KeyDifference, pathText } from '../../shared/diff/diff-json.ts'
import type { Json } from '../../shared/secret-kinds/json-object.ts'
import { isPlainKey } from '../../shared/secret-kinds/plain-keys.ts'
import { Chip } from './chip.tsx'
import { Dots } from './dots.tsx'
import { WordButton } from './word-button.tsx'

const TONE = { added: 'accent', removed: 'red', changed: 'amber', same: 'neutral' } as const

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function Sides({ difference }: { readonly difference: KeyDifference }) {
  const { before, after, status } = difference
  if (status === 'same') return <span className="text-muted">{after === undefined ? '' : text(after)}</span>
  return (
    <>
      {before === undefined ? null : <del className="inline-block max-w-full rounded-xs bg-red-soft px-px no-underline">{text(before)}</del>}
      {before === undefined || after === undefined ? null : <span className="px-1.5 text-muted">→</span>}
      {after === undefined ? null : <ins className="inline-block max-w-full rounded-xs bg-accent-soft px-px no-underline">{text(after)}</ins>}
    </>
  )
}

/** Differences key by key. What proves something is masked until it is asked for; masked text is not in the document. */
export function DiffTable(props: {
  readonly 'aria-label': string
  readonly differences: readonly KeyDifference[]
  readonly revealed: ReadonlySet<string>
  readonly onReveal: (...names: readonly string[]) => void
  readonly onHide: (...names: readonly string[]) => void
}) {
  return (
    <div role="table" aria-label={props['aria-label']} className="grid grid-cols-[fit-content(40%)_minmax(0,1fr)_max-content] overflow-hidden rounded-lg border border-line bg-panel">
      {props.differences.map((difference) => {
        const name = pathText(difference.path)
        const isPlain = isPlainKey(difference.path.at(-1) ?? '')
        const isShown = isPlain || props.revealed.has(name)
        return (
          <div key={name} role="row" className="col-span-3 grid min-h-[34px] grid-cols-subgrid items-start border-t border-line2 py-1 pr-2 pl-3 first:border-t-0">
            <span role="rowheader" className="mono min-w-[104px] py-[3px] @max-[400px]:min-w-[72px] pr-4 text-muted [overflow-wrap:anywhere]">
              {name}
            </span>
            <span role="cell" className="mono min-w-0 py-[3px]">
              {isShown ? (
                <span className="selectable block max-h-40 overflow-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
                  <Sides difference={difference} />
                </span>
              ) : (
                <span className="block overflow-hidden whitespace-nowrap">
                  <Dots />
                </span>
              )}
            </span>
            <span role="cell" className="flex h-[26px] items-center justify-end gap-1 pl-2">
              {isPlain ? null : (
                <WordButton label={`${isShown ? 'Hide' : 'Reveal'} ${name}`} onPress={() => (isShown ? props.onHide(name) : props.onReveal(name))}>
                  {isShown ? 'Hide' : 'Reveal'}
                </WordButton>
              )}
              <Chip tone={TONE[difference.status]}>{difference.status}</Chip>
            </span>
          </div>
        )
      })}
    </div>
  )
}
