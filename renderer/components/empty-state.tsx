import type { ReactNode } from 'react'
import { CodeBlock } from './code-block.tsx'

/** What to do where there is nothing yet: one sentence, one button, one command line. */
export function EmptyState(props: { readonly sentence: string; readonly button?: ReactNode; readonly commandLine?: string; readonly copy?: () => Promise<unknown> }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 p-6">
      <p className="max-w-96 text-center text-muted">{props.sentence}</p>
      {props.button}
      {props.commandLine === undefined ? null : (
        <div className="mt-1 max-w-full">
          <CodeBlock text={props.commandLine} {...(props.copy === undefined ? {} : { copy: props.copy })} />
        </div>
      )}
    </div>
  )
}
