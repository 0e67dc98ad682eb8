import { Ellipsis, SquarePen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call, type CofferError } from '../../api/coffer-api.ts'
import { Chip } from '../../components/chip.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import { copyText } from '../../store/clipboard.ts'
import type { FunctionFacts, FunctionRuntime, RotationFunction } from '../../store/functions.ts'
import { openDialog } from '../../store/view.ts'
import { ConsentNote } from './consent-note.tsx'
import { DeleteFunction } from './delete-function.tsx'
import { FunctionRuns } from './function-runs.tsx'
import { FunctionSecrets } from './function-secrets.tsx'
import { isolationWords, runtimeWords, strategyWords } from './function-words.ts'
import { TestRun } from './test-run.tsx'

/** One function: what it is, what holds it back, which secrets use it, a test run and the runs before. */
export function FunctionDetail({ item, runtimes }: { readonly item: RotationFunction; readonly runtimes: readonly FunctionRuntime[] }) {
  const [runCount, setRunCount] = useState(0)
  const [deleting, setDeleting] = useState(false)
  const isOwn = item.Runtime !== 'built-in'
  // The code is looked at again after each run: it may have changed meanwhile.
  const facts = useKept(`${item.FunctionArn} ${item.LastModified ?? ''} ${item.CodeSha256 ?? ''} ${runCount}`, () => call('workbench:GetFunction', { FunctionName: item.FunctionArn }))
  return (
    <article className="px-4 py-3.5" aria-label={`Function ${item.FunctionName}`}>
      <header className="flex items-start gap-2">
        <h2 className="mono selectable min-w-0 flex-1 text-lg break-words">{item.FunctionName}</h2>
        {isOwn ? (
          <Menu
            aria-label={`Actions for ${item.FunctionName}`}
            entries={[
              { id: 'edit', label: 'Edit', icon: <SquarePen size={16} aria-hidden />, onAction: () => openDialog('edit-function', { functionName: item.FunctionName }) },
              { id: 'delete', label: 'Remove', icon: <Trash2 size={16} aria-hidden />, isDanger: true, startsGroup: true, onAction: () => setDeleting(true) },
            ]}
          >
            <IconButton label="More" icon={<Ellipsis size={16} />} />
          </Menu>
        ) : (
          <Chip>comes with Coffer</Chip>
        )}
      </header>
      {item.Description === undefined ? null : <p className="mt-1 text-muted">{item.Description}</p>}
      {isOwn && facts.value !== null ? <ConsentNote item={item} facts={facts.value} /> : null}
      <div className="mt-3">
        <Facts rows={rowsOf(item, runtimes, facts.value)} />
      </div>
      {facts.error === null ? null : <ErrorNote error={facts.error} className="mt-3" />}
      {facts.value === null ? null : <FunctionSecrets arns={facts.value.SecretArns} />}
      {isOwn ? (
        <>
          <TestRun item={item} isInvokable={facts.value?.IsInvokable === true} secretArns={facts.value?.SecretArns ?? []} onRun={() => setRunCount((count) => count + 1)} />
          <FunctionRuns item={item} runCount={runCount} />
        </>
      ) : null}
      {deleting ? <DeleteFunction item={item} secretArns={facts.value?.SecretArns ?? []} onClose={() => setDeleting(false)} /> : null}
    </article>
  )
}

/** As useLatest, with the answer before shown until the next is there: nothing jumps. */
function useKept(key: string, load: () => Promise<FunctionFacts>): { readonly value: FunctionFacts | null; readonly error: CofferError | null } {
  const loaded = useLatest(key, load)
  const [kept, setKept] = useState<FunctionFacts | null>(null)
  if (loaded.value !== null && loaded.value !== kept) setKept(loaded.value)
  return { value: loaded.value ?? (loaded.error === null ? kept : null), error: loaded.error }
}

function rowsOf(item: RotationFunction, runtimes: readonly FunctionRuntime[], facts: FunctionFacts | null) {
  const strategy = strategyWords(item.Strategy)
  const variables = Object.keys(facts?.Environment ?? {})
  return [
    ...(strategy === null ? [] : [{ label: 'Strategy', value: strategy }]),
    ...(item.Engines === undefined ? [] : [{ label: 'Engines', value: item.Engines.length === 0 ? 'any secret' : <span className="mono">{item.Engines.join(', ')}</span> }]),
    ...(item.CodePath === undefined ? [] : [{ label: 'Code', value: <span className="mono break-all">{item.CodePath}</span> }]),
    ...(item.Handler === undefined ? [] : [{ label: 'Handler', value: <span className="mono">{item.Handler}</span> }]),
    { label: 'Runtime', value: runtimeWords(item.Runtime, runtimes) },
    { label: 'Isolation', value: isolationWords(item.Runtime, runtimes) },
    ...(item.Timeout === undefined ? [] : [{ label: 'Timeout', value: `${item.Timeout} s a step` }]),
    ...(item.MemorySize === undefined ? [] : [{ label: 'Memory', value: `${item.MemorySize} MiB` }]),
    ...(item.Runtime === 'built-in' ? [] : [{ label: 'Role', value: <span className="mono break-all">{item.Role ?? 'coffer-rotation'}</span> }]),
    ...(variables.length === 0 ? [] : [{ label: 'Variables', value: <span className="mono">{variables.join(', ')}</span> }]),
    ...(item.CodeSha256 === undefined ? [] : [{ label: 'Agreed to', value: <span className="mono break-all">{item.CodeSha256}</span> }]),
    ...(item.LastModified === undefined ? [] : [{ label: 'Changed', value: <RelativeTime ms={item.LastModified * 1000} /> }]),
    {
      label: 'ARN',
      value: (
        <span className="flex items-start gap-1">
          <span className="mono min-w-0 break-all">{item.FunctionArn}</span>
          <CopyButton copy={() => copyText(item.FunctionArn, { secret: false })} label="Copy the ARN" className="-my-[3px]" />
        </span>
      ),
    },
  ]
}
