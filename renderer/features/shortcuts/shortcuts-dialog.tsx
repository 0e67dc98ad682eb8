import { allCommands, type Command, type CommandSection } from '../../commands/registry.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { Dialog } from '../../components/dialog.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { closeDialog } from '../../store/view.ts'
import { GRID_KEYS, shortcutSections } from './shortcut-list.ts'

/** Every key that does something, from the commands themselves. */
export function ShortcutsDialog() {
  return (
    <Dialog title="Keyboard shortcuts" onClose={closeDialog} width="large" description={`Everything else is a command: ${shortcutText('Mod+K')}, then a few letters of its name.`}>
      <div className="columns-2 gap-8">
        {shortcutSections(allCommands()).map(({ section, commands }) => (
          <Group key={section} title={section} rows={commands.map((command) => ({ label: command.label, keys: command.shortcut ?? '' }))} />
        ))}
        <Group title="In lists" rows={GRID_KEYS} />
      </div>
    </Dialog>
  )
}

function Group({ title, rows }: { readonly title: CommandSection | string; readonly rows: readonly { readonly label: Command['label']; readonly keys: string }[] }) {
  return (
    <section aria-label={title} className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-xs text-faint">{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={`${row.label} ${row.keys}`} className="flex h-[26px] items-center gap-3 border-b border-line2">
            <dt className="min-w-0 flex-1 truncate">{row.label}</dt>
            <dd>
              <Kbd>{shortcutText(row.keys)}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
