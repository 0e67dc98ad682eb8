import { Copy, Printer, Save } from 'lucide-react'
import { kitDate, kitRows } from '../../shared/recovery-kit.ts'
import type { RecoveryKit } from '../../shared/recovery-kit.ts'
import { isSameRecoveryGroup, normalizeRecoveryCode, recoveryGroups } from '../../shared/recovery-code.ts'
import { Button } from './button.tsx'
import { RecoveryKitSheet } from './recovery-kit-sheet.tsx'
import { TextField } from './text-field.tsx'

interface RecoveryKitCardProps {
  readonly kit: RecoveryKit
  readonly onPrint: () => void
  readonly onCopy: () => void
  readonly onSave: () => void
}

/** The code in numbered groups, with the ways to keep it. Needs to be on screen while it is printed. */
export function RecoveryKitCard({ kit, onPrint, onCopy, onSave }: RecoveryKitCardProps) {
  return (
    <div className="mt-3 rounded-lg border border-line bg-panel">
      <ol className="selectable grid grid-cols-4 gap-x-2 gap-y-2 px-3 pt-3 pb-2.5" aria-label="Recovery code">
        {kitRows(kit.code)
          .flat()
          .map((group, index) => (
            <li key={index} className="flex items-baseline gap-1.5">
              <span className="w-3 flex-none text-right text-xs text-faint" aria-hidden="true">
                {index + 1}
              </span>
              <span className="mono text-md">{group}</span>
            </li>
          ))}
      </ol>
      <div className="flex items-center gap-1.5 border-t border-line2 px-3 py-2">
        <Button onPress={onPrint} icon={<Printer size={14} aria-hidden />}>
          Print
        </Button>
        <Button onPress={onSave} icon={<Save size={14} aria-hidden />}>
          Save
        </Button>
        <Button onPress={onCopy} icon={<Copy size={14} aria-hidden />}>
          Copy
        </Button>
        <span className="ml-auto text-xs text-faint">
          {kitDate(kit.createdAtMs)} · vault <span className="font-mono">{kit.vaultId.slice(0, 8)}</span>
        </span>
      </div>
      <RecoveryKitSheet kit={kit} />
    </div>
  )
}

interface RecoveryKitConfirmProps {
  readonly code: string
  readonly positions: readonly [number, number]
  readonly typed: readonly [string, string]
  readonly onType: (typed: readonly [string, string]) => void
}

/** Two groups of the code to be typed back, as proof that the kit is kept somewhere else. */
export function RecoveryKitConfirm({ code, positions, typed, onType }: RecoveryKitConfirmProps) {
  const groups = recoveryGroups(code)
  return (
    <div className="mt-2 grid grid-cols-2 gap-3">
      {([0, 1] as const).map((index) => {
        const position = positions[index]
        const group = groups[position - 1] ?? ''
        const isWhole = normalizeRecoveryCode(typed[index]).length >= group.length
        const isWrong = isWhole && !isSameRecoveryGroup(typed[index], group)
        return (
          <TextField
            key={index}
            label={`Group ${position}`}
            value={typed[index]}
            onChange={(text) => onType(index === 0 ? [text, typed[1]] : [typed[0], text])}
            mono
            {...(isWrong && { error: 'Not what the kit says.' })}
          />
        )
      })}
    </div>
  )
}
