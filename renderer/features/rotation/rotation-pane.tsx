import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { focusRotation, showRotation } from '../../store/rotations.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'
import { RotationTab } from './rotation-tab.tsx'
import { STATE_WORDS, stateOf } from './rotation-words.ts'

const NAMES_SHOWN = 200

/** Beside all rotations: how the chosen one stands, or what can be done with many. */
export function RotationPane() {
  const { items, focusedArn, selectedArns } = useStore((state) => state.rotations)
  const nowMs = useNow(30_000)
  if (selectedArns.size > 1) return <ManyRotations arns={items.filter((item) => selectedArns.has(item.ARN)).map((item) => item.ARN)} />
  const rotation = items.find((item) => item.ARN === focusedArn)
  if (rotation === undefined) return <p className="grid h-full place-items-center p-6 text-center text-faint">Select a rotation to see its steps, its schedule and what was before.</p>
  const { text, tone } = STATE_WORDS[stateOf(rotation, nowMs)]
  return (
    <section aria-label={rotation.Name} className="@container flex h-full min-w-0 flex-col bg-bg">
      <header className="flex-none border-b border-line px-4 pt-3 pb-2.5">
        <h2 className="selectable text-lg">
          <SecretName name={rotation.Name} wraps />
        </h2>
        <div className="mt-1.5 flex items-center gap-2">
          <Chip tone={tone}>{text}</Chip>
          <span className="flex-1" />
          <Button variant="quiet" onPress={() => showRotation(rotation.ARN)}>
            Open the secret
          </Button>
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-auto px-4 py-3.5" tabIndex={0} role="region" aria-label="Rotation">
        <RotationTab key={rotation.ARN} arn={rotation.ARN} />
      </div>
    </section>
  )
}

function ManyRotations({ arns }: { readonly arns: readonly string[] }) {
  const items = useStore((state) => state.rotations.items)
  const names = items.filter((item) => arns.includes(item.ARN))
  return (
    <section aria-label="Selected rotations" className="flex h-full flex-col">
      <header className="px-4 pt-3.5">
        <h2 className="text-lg">{arns.length.toLocaleString('en')} rotations selected</h2>
        <div className="mt-3 flex flex-wrap gap-2">
          <Button variant="primary" onPress={() => openDialog('rotate-secrets', { arns })}>
            Rotate now
          </Button>
          <Button variant="quiet" onPress={() => focusRotation(null)}>
            Select nothing
          </Button>
        </div>
      </header>
      <ul className="mt-4 min-h-0 flex-1 overflow-auto border-t border-line2 px-4 py-2" tabIndex={0} aria-label="Names">
        {names.slice(0, NAMES_SHOWN).map((item) => (
          <li key={item.ARN} className="flex h-[26px] items-center">
            <SecretName name={item.Name} />
          </li>
        ))}
        {names.length > NAMES_SHOWN ? <li className="py-1 text-sm text-faint">and {(names.length - NAMES_SHOWN).toLocaleString('en')} more</li> : null}
      </ul>
    </section>
  )
}
