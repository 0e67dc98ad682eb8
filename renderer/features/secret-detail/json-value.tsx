import { Fragment } from 'react'
import { isPlainKey } from '../../../shared/secret-kinds/plain-keys.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { membersOf, type ShownValueProps } from './shown-value.ts'

const MASK = '"••••••••"'

/** The same value as JSON text; what is masked stands as dots. */
export function JsonValue({ keys, value, revealed, copyPart }: ShownValueProps & { readonly keys: readonly string[] }) {
  const members = value === null ? null : membersOf(value)
  return (
    <figure className="relative">
      <pre aria-label="Value as JSON" className="mono selectable overflow-auto rounded-lg border border-line bg-panel px-3 py-2.5 pr-16 text-sm leading-[19px] whitespace-pre-wrap [overflow-wrap:anywhere]">
        {'{\n'}
        {keys.map((key, index) => {
          const isShown = members !== null && (revealed.has(key) || isPlainKey(key))
          const text = isShown ? JSON.stringify(members.get(key), null, 2).replaceAll('\n', '\n  ') : MASK
          return (
            <Fragment key={key}>
              {'  '}
              <span className="text-muted">{JSON.stringify(key)}</span>
              {': '}
              <span className={isShown ? '' : 'text-mark'}>{text}</span>
              {index === keys.length - 1 ? '\n' : ',\n'}
            </Fragment>
          )
        })}
        {'}'}
      </pre>
      <div className="absolute top-1 right-1.5">
        <CopyButton look="word" label="Copy the JSON" copy={copyPart('the JSON', (whole) => whole.SecretString ?? '')} />
      </div>
    </figure>
  )
}
