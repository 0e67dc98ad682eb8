import { commandEntries } from '../../commands/menu-entries.ts'
import { Button } from '../../components/button.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { selectedInOrder } from '../../store/selection.ts'
import { useStore } from '../../store/store.ts'

const ACTIONS = ['secret.rotate', 'secret.tag', 'secret.change-key', 'secret.replicate', 'secrets.export', 'secret.delete', 'secrets.clear-selection']
const NAMES_SHOWN = 200

/** The pane for more than one selected secret: what they are and what can be done with all of them. */
export function SelectionPane() {
  const selected = useStore((state) => state.selection.selectedArns)
  const summaries = useStore((state) => state.secrets.summaries)
  const arns = selectedInOrder()
  const hidden = arns.length - NAMES_SHOWN
  return (
    <section aria-label="Selected secrets" className="flex h-full flex-col">
      <header className="px-4 pt-3.5">
        <h2 className="text-lg">{selected.size.toLocaleString('en')} secrets selected</h2>
        <div className="mt-3 flex flex-wrap gap-2">
          {commandEntries(ACTIONS).map((entry) => (
            <Button key={entry.id} variant={entry.id === 'secrets.clear-selection' ? 'quiet' : 'secondary'} onPress={entry.onAction} {...(entry.shortcut === undefined ? {} : { shortcut: entry.shortcut })}>
              {entry.label}
            </Button>
          ))}
        </div>
      </header>
      <ul className="mt-4 min-h-0 flex-1 overflow-auto border-t border-line2 px-4 py-2" tabIndex={0} aria-label="Names">
        {arns.slice(0, NAMES_SHOWN).map((arn) => (
          <li key={arn} className="flex h-[26px] items-center">
            <SecretName name={summaries.get(arn)?.Name ?? arn} />
          </li>
        ))}
        {hidden > 0 ? <li className="py-1 text-sm text-faint">and {hidden.toLocaleString('en')} more</li> : null}
      </ul>
    </section>
  )
}
