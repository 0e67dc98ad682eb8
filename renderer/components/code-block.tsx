import { CopyButton } from './copy-button.tsx'

/** Lines to read and paste. `language` is said above; `copy` copies exactly `text`. */
export function CodeBlock(props: { readonly text: string; readonly language?: string; readonly copy?: () => Promise<unknown> }) {
  return (
    <figure className="group relative">
      {props.language === undefined ? null : <figcaption className="mb-1 text-sm text-muted">{props.language}</figcaption>}
      <pre tabIndex={0} className="mono selectable overflow-auto rounded-lg border border-line bg-panel px-3 py-2.5 pr-10 text-sm leading-[19px] whitespace-pre-wrap [overflow-wrap:anywhere]">
        {props.text}
      </pre>
      {props.copy === undefined ? null : (
        <div className="absolute right-1 bottom-1 rounded-md bg-panel">
          <CopyButton copy={props.copy} />
        </div>
      )}
    </figure>
  )
}
