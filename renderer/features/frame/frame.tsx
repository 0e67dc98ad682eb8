import { type ComponentType, Suspense } from 'react'
import { Boundary } from '../../components/boundary.tsx'
import { useStore } from '../../store/store.ts'

export interface FrameProps {
  readonly Section: ComponentType<object> | null
  readonly SecretPane: ComponentType<{ readonly arn: string }> | null
  readonly KeyPane: ComponentType<{ readonly arn: string }> | null
}

/** The frame around every section of an unsealed vault. */
export function Frame({ Section, SecretPane }: FrameProps) {
  const focusedArn = useStore((state) => state.selection.focusedArn)
  const section = useStore((state) => state.view.section)
  return (
    <div className="grid h-full grid-cols-[1fr_520px]">
      <main className="min-w-0 bg-panel">
        <Boundary>
          <Suspense>{Section === null ? null : <Section />}</Suspense>
        </Boundary>
      </main>
      <aside className="min-w-0 border-l border-line">
        <Boundary>
          <Suspense>{section === 'secrets' && focusedArn !== null && SecretPane !== null ? <SecretPane key={focusedArn} arn={focusedArn} /> : null}</Suspense>
        </Boundary>
      </aside>
    </div>
  )
}
