import { useEffect, useState } from 'react'
import { lendValueActions } from '../../commands/secret-commands.ts'
import { Button } from '../../components/button.tsx'
import { bytesText } from '../../components/bytes.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useHeldValue } from '../../hooks/use-held-value.ts'
import { useReveal } from '../../hooks/use-reveal.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { copyText } from '../../store/clipboard.ts'
import type { SecretValue } from '../../store/secret-values.ts'
import { versionWithStage } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { openDialog } from '../../store/view.ts'
import { BinaryValue } from './binary-value.tsx'
import { JsonValue } from './json-value.tsx'
import { membersOf, sizeBytesOf, WHOLE_VALUE } from './shown-value.ts'
import { TextValue } from './text-value.tsx'
import { UseItBrief } from './use-it-tab.tsx'
import { ValueFacts } from './value-facts.tsx'
import { ValueTable } from './value-table.tsx'

/** The current value, masked; keys are known without it, all else is read only when someone asks to see or copy it. */
export function ValueTab({ summary }: { readonly summary: SecretSummary }) {
  const { ARN: arn } = summary
  const versionId = versionWithStage(summary.VersionIdsToStages, 'AWSCURRENT')
  const { value, hold, read, drop } = useHeldValue(arn, versionId)
  const { revealed, reveal, hide, hideAll } = useReveal()
  const [asJson, setAsJson] = useState(false)
  const revealing = useAction(async (...names: readonly string[]) => {
    await hold()
    reveal(...names)
  })
  useEffect(() => {
    if (revealed.size === 0) drop()
  }, [revealed, drop])
  // Another version is another value: nothing of it was asked for yet.
  useEffect(() => hideAll, [versionId, hideAll])

  const members = value === null ? null : membersOf(value)
  const isObject = summary.JsonKeys.length > 0 || members !== null
  const keys = members === null ? summary.JsonKeys : [...members.keys()]
  const names = isObject ? keys : [WHOLE_VALUE]
  const allRevealed = names.every((name) => revealed.has(name))
  const toggleReveal = () => (allRevealed ? hideAll() : revealing.run(...names))
  const copyPart = (what: string, pick: (value: SecretValue) => string) => async () => copyText(pick(await read()), { secret: true, what })
  useEffect(() => lendValueActions({ toggleReveal, copyValue: copyPart('the value', (whole) => whole.SecretString ?? whole.SecretBinary ?? '') }))

  if (versionId === null) {
    return (
      <EmptyState
        sentence="This secret was made without a value."
        button={
          <Button variant="primary" onPress={() => openDialog('edit-secret', { arn })} shortcut="E">
            Give it a value
          </Button>
        }
        commandLine={`coffer put ${summary.Name}`}
      />
    )
  }
  const shared = { value, revealed, onReveal: (...names: readonly string[]) => void revealing.run(...names), onHide: hide, copyPart }
  return (
    <>
      {revealing.error === null ? null : <ErrorNote error={revealing.error} className="mb-3" />}
      {summary.Kind === 'binary' ? (
        <BinaryValue name={summary.Name} {...shared} read={read} />
      ) : isObject ? (
        asJson ? (
          <JsonValue keys={keys} {...shared} />
        ) : (
          <ValueTable keys={keys} {...shared} />
        )
      ) : (
        <TextValue {...shared} />
      )}
      <div className="mt-2.5 flex flex-wrap items-center gap-x-2 gap-y-1">
        {summary.PrimaryRegion === undefined ? (
          <Button onPress={() => openDialog('edit-secret', { arn })} shortcut="E">
            Edit
          </Button>
        ) : null}
        {summary.Kind === 'binary' ? null : (
          <Button variant="quiet" shortcut="V" isPending={revealing.pending} onPress={toggleReveal}>
            {allRevealed ? 'Hide' : isObject ? 'Reveal all' : 'Reveal'}
          </Button>
        )}
        {isObject ? (
          <Button variant="quiet" onPress={() => setAsJson(!asJson)}>
            {asJson ? 'Table' : 'JSON'}
          </Button>
        ) : null}
        <span className="ml-auto text-sm whitespace-nowrap text-faint tabular-nums">
          {isObject ? `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}` : null}
          {value === null ? null : `${isObject ? ' · ' : ''}${bytesText(sizeBytesOf(value)).replace(/ bytes?$/, '')} bytes of ${LIMITS.secretValueBytes.toLocaleString('en')}`}
        </span>
      </div>
      <ValueFacts summary={summary} />
      <UseItBrief summary={summary} />
    </>
  )
}
