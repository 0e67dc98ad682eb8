import { CircleAlert, CircleCheck, CircleHelp } from 'lucide-react'
import { asSentence } from '../../../shared/sentence.ts'
import type { RotationChecks } from '../../store/rotations.ts'

const NAMES: Readonly<Record<RotationChecks['Checks'][number]['Check'], string>> = { function: 'Function', value: 'Value', password: 'New value', login: 'Login', master: 'Admin login', permission: 'Permissions', key: 'Key' }

/** What a dry run found, a line each. Nothing was changed by it. */
export function CheckFindings({ checks }: { readonly checks: RotationChecks }) {
  return (
    <ul aria-label="Findings" className="overflow-hidden rounded-lg border border-line bg-panel">
      {checks.Checks.map((check, index) => (
        // The list is drawn anew with each check.
        <li key={index} className="flex items-start gap-2 border-line2 px-3 py-1.5 not-first:border-t">
          <Mark status={check.Status} />
          <span className="w-20 flex-none text-muted">{NAMES[check.Check]}</span>
          <span className="selectable min-w-0 flex-1 [overflow-wrap:anywhere]">{asSentence(check.Message)}</span>
        </li>
      ))}
    </ul>
  )
}

function Mark({ status }: { readonly status: RotationChecks['Checks'][number]['Status'] }) {
  if (status === 'ok') return <CircleCheck size={16} className="mt-0.5 flex-none text-accent" aria-label="fine" />
  if (status === 'problem') return <CircleAlert size={16} className="mt-0.5 flex-none text-red" aria-label="problem" />
  return <CircleHelp size={16} className="mt-0.5 flex-none text-muted" aria-label="not known" />
}
