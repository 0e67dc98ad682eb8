import { useEffect, useState } from 'react'
import { useAction } from '../../hooks/use-action.ts'
import { type ImportInput, type ImportPlan, isEncryptedExport, openExport, planImport } from '../../store/transfer.ts'
import type { ImportText } from './import-source.tsx'

/** Typing pauses this long before the plan is made again. */
const QUIET_MS = 300

export interface PlannedImport {
  readonly input: ImportInput
  readonly plan: ImportPlan
}

/** The text that is planned: what was given, or what an encrypted export holds. */
async function textToPlan(source: ImportText, passphrase: string): Promise<Pick<ImportInput, 'Text' | 'Format' | 'FileName'>> {
  if (isEncryptedExport(source.text)) return { Text: await openExport(source.text, passphrase), Format: 'json' }
  return { Text: source.text, Format: source.format, ...(source.fileName === '' ? {} : { FileName: source.fileName }) }
}

/**
 * The plan of an import, and the name it is for. A name that is being typed is planned when the typing pauses; until then `isStale` says that
 * the plan is for another name, and nothing may be written by it.
 */
export function useImportPlan() {
  const [planned, setPlanned] = useState<PlannedImport | null>(null)
  const [name, setName] = useState('')
  const planning = useAction(async (input: ImportInput) => {
    const plan = await planImport(input)
    setPlanned({ input, plan })
  })
  const starting = useAction(async (source: ImportText, passphrase: string) => {
    const input = await textToPlan(source, passphrase)
    const plan = await planImport(input)
    const first = plan.Layout === 'one-secret' ? (plan.Entries[0]?.Name ?? '') : ''
    setName(first)
    setPlanned({ input: { ...input, Layout: plan.Layout, Name: first }, plan })
  })
  const plannedName = planned?.input.Name ?? ''
  const isStale = planned !== null && name !== plannedName
  const { run, pending } = planning
  useEffect(() => {
    if (planned === null || !isStale || pending) return undefined
    const timer = setTimeout(() => void run({ ...planned.input, Name: name }), QUIET_MS)
    return () => clearTimeout(timer)
  }, [planned, name, isStale, pending, run])
  return {
    planned,
    name,
    setName,
    isStale,
    start: starting.run,
    isStarting: starting.pending,
    isPlanning: pending,
    error: starting.error ?? planning.error,
    setLayout: (layout: ImportPlan['Layout']) => {
      if (planned === null) return
      // The name of one secret makes no sense before the names of many, and the other way round.
      setName('')
      void run({ ...planned.input, Layout: layout, Name: '' })
    },
    forget: () => setPlanned(null),
  }
}
