import { type ComponentType, Suspense, useDeferredValue } from 'react'
import { Boundary } from '../../components/boundary.tsx'
import { useStore } from '../../store/store.ts'
import { ActivityStrip } from './activity-strip.tsx'
import { ContextBar } from './context-bar.tsx'
import { Nav } from './nav.tsx'
import { Columns } from './columns.tsx'

export interface FrameProps {
  readonly Section: ComponentType<object> | null
  readonly SecretPane: ComponentType<{ readonly arn: string }> | null
  readonly SelectionPane: ComponentType<object> | null
  readonly KeyPane: ComponentType<{ readonly arn: string }> | null
  readonly RotationPane: ComponentType<object> | null
}

function Hint({ text }: { readonly text: string }) {
  return <p className="grid h-full place-items-center p-6 text-center text-faint">{text}</p>
}

/** The pane follows the selection a step behind, so that holding an arrow key does not open every secret on the way. */
function SecretSide({ SecretPane, SelectionPane }: Pick<FrameProps, 'SecretPane' | 'SelectionPane'>) {
  const focusedArn = useStore((state) => state.selection.focusedArn)
  const selectedCount = useStore((state) => state.selection.selectedArns.size)
  const isThere = useStore((state) => state.selection.focusedArn !== null && state.secrets.summaries.has(state.selection.focusedArn))
  const arn = useDeferredValue(focusedArn)
  if (selectedCount > 1 && SelectionPane !== null) return <SelectionPane />
  if (arn === null || arn !== focusedArn || !isThere || SecretPane === null) return <Hint text="Select a secret to see its value, versions and how to use it." />
  return <SecretPane key={arn} arn={arn} />
}

function KeySide({ KeyPane }: Pick<FrameProps, 'KeyPane'>) {
  const arn = useStore((state) => state.view.focusedKeyArn)
  if (arn === null || KeyPane === null) return <Hint text="Select a key to see its aliases and the secrets it protects." />
  return <KeyPane key={arn} arn={arn} />
}

/** The frame around every section of an unsealed vault: context bar, tree, section, pane of what is selected, activity strip. */
export function Frame({ Section, SecretPane, SelectionPane, KeyPane, RotationPane }: FrameProps) {
  const section = useStore((state) => state.view.section)
  const hasSecrets = useStore((state) => state.secrets.order.length > 0)
  const hasRotations = useStore((state) => state.rotations.items.length > 0)
  const side =
    section === 'secrets' && hasSecrets ? (
      <SecretSide SecretPane={SecretPane} SelectionPane={SelectionPane} />
    ) : section === 'keys' ? (
      <KeySide KeyPane={KeyPane} />
    ) : section === 'rotation' && hasRotations && RotationPane !== null ? (
      <RotationPane />
    ) : null
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[44px_minmax(0,1fr)_28px]">
      <ContextBar />
      <Columns
        nav={<Nav />}
        middle={
          <Boundary key={section}>
            <Suspense>{Section === null ? null : <Section />}</Suspense>
          </Boundary>
        }
        side={
          side === null ? null : (
            <Boundary key={section}>
              <Suspense>{side}</Suspense>
            </Boundary>
          )
        }
      />
      <ActivityStrip />
    </div>
  )
}
