import { Plus } from 'lucide-react'
import { GridList, GridListItem, GridListSection, GridListHeader } from 'react-aria-components'
import { runCommand } from '../../commands/registry.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Pane } from '../../components/pane.tsx'
import { useFunctions } from '../../hooks/use-functions.ts'
import { focusFunction, type FunctionRuntime, type RotationFunction } from '../../store/functions.ts'
import { FunctionDetail } from './function-detail.tsx'
import { runtimeWords, strategyWords } from './function-words.ts'

/** What rotates secrets: functions that come with Coffer, and code of the user's. */
export function FunctionsSection() {
  const { items, runtimes, loaded, error, focusedName } = useFunctions()
  const selected = items.find((item) => item.FunctionName === focusedName) ?? items[0] ?? null
  const own = items.filter((item) => item.Runtime !== 'built-in')
  const builtIn = items.filter((item) => item.Runtime === 'built-in')
  return (
    <Pane
      title="Functions"
      {...(loaded && { count: items.length })}
      scrolls={false}
      tools={
        <Button variant="primary" icon={<Plus size={14} aria-hidden />} onPress={() => runCommand('functions.create')}>
          Add function
        </Button>
      }
    >
      {error === null ? null : <ErrorNote error={error} className="m-4" />}
      <div className="grid h-full grid-cols-[minmax(200px,300px)_minmax(0,1fr)]">
        <div className="flex min-h-0 flex-col overflow-y-auto border-r border-line">
          {loaded && own.length === 0 ? (
            <p className="px-3 pt-3 pb-1 text-sm text-muted">A rotation function of your own, in Python or Node.js, is listed here once you add it.</p>
          ) : null}
          {items.length === 0 ? null : <FunctionList own={own} builtIn={builtIn} runtimes={runtimes} selected={selected?.FunctionName ?? null} />}
        </div>
        <div className="min-h-0 overflow-y-auto bg-bg">
          {selected === null ? (
            loaded ? (
              <EmptyState
                sentence="A function changes a secret and what it opens, in four steps: create, set, test, finish. Functions written for AWS Lambda run here unchanged."
                button={<Button onPress={() => runCommand('functions.create')}>Add function</Button>}
              />
            ) : null
          ) : (
            <FunctionDetail key={selected.FunctionArn} item={selected} runtimes={runtimes} />
          )}
        </div>
      </div>
    </Pane>
  )
}

function FunctionList(props: { readonly own: readonly RotationFunction[]; readonly builtIn: readonly RotationFunction[]; readonly runtimes: readonly FunctionRuntime[]; readonly selected: string | null }) {
  return (
    <GridList
      aria-label="Functions"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={props.selected === null ? [] : [props.selected]}
      onSelectionChange={(keys) => {
        const [first] = keys
        if (first !== undefined) focusFunction(String(first))
      }}
      className="no-ring flex flex-col outline-none"
    >
      <Group title="Yours" items={props.own} runtimes={props.runtimes} />
      <Group title="Built in" items={props.builtIn} runtimes={props.runtimes} />
    </GridList>
  )
}

function Group({ title, items, runtimes }: { readonly title: string; readonly items: readonly RotationFunction[]; readonly runtimes: readonly FunctionRuntime[] }) {
  if (items.length === 0) return null
  return (
    <GridListSection>
      <GridListHeader className="px-3 pt-3 pb-1 text-xs text-faint">{title}</GridListHeader>
      {items.map((item) => (
        <GridListItem
          key={item.FunctionName}
          id={item.FunctionName}
          textValue={item.FunctionName}
          className="no-ring flex h-(--row) cursor-default items-center gap-2 border-b border-line2 px-3 outline-none hover:bg-sunken focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] selected:bg-accent-soft selected:shadow-[inset_2px_0_var(--accent)] focus-visible:selected:shadow-[inset_0_0_0_2px_var(--accent)]"
        >
          <span className="mono min-w-0 flex-1 truncate" title={item.FunctionName}>
            {item.FunctionName}
          </span>
          {item.Runtime === 'built-in' ? (
            <span className="flex-none text-sm text-muted">{strategyWords(item.Strategy)}</span>
          ) : item.CodeSha256 === undefined ? (
            <Chip tone="amber">not agreed</Chip>
          ) : (
            <span className="flex-none text-sm text-muted">{runtimeWords(item.Runtime, runtimes)}</span>
          )}
        </GridListItem>
      ))}
    </GridListSection>
  )
}
