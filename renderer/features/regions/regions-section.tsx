import { Plus } from 'lucide-react'
import { GridList, GridListHeader, GridListItem, GridListSection } from 'react-aria-components'
import { runCommand } from '../../commands/registry.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Pane } from '../../components/pane.tsx'
import { regionPlace } from '../../components/region-names.ts'
import { useRegions } from '../../hooks/use-regions.ts'
import { focusRegion, type RegionStatus } from '../../store/regions.ts'
import { RegionDetail } from './region-detail.tsx'
import { countText, folderOf, stateWords } from './region-words.ts'

/** The regions of the vault as a map of stores: which file lies on which disk, how it does, and what can be done with it. */
export function RegionsSection() {
  const { items, targets, loaded, error, focusedRegion } = useRegions()
  const selected = items.find((item) => item.Region === focusedRegion) ?? items.find((item) => item.Home) ?? items[0] ?? null
  return (
    <Pane
      title="Regions"
      {...(loaded && { count: items.length })}
      scrolls={false}
      tools={
        <>
          <Button variant="quiet" onPress={() => runCommand('regions.recipes')}>
            Use cases…
          </Button>
          <Button onPress={() => runCommand('regions.attach')}>Attach</Button>
          <Button variant="primary" icon={<Plus size={14} aria-hidden />} onPress={() => runCommand('regions.add')}>
            Add region
          </Button>
        </>
      }
    >
      {error === null ? null : <ErrorNote error={error} className="m-4" />}
      <div className="grid h-full grid-cols-[clamp(200px,34%,340px)_minmax(0,1fr)]">
        <div className="flex min-h-0 flex-col overflow-y-auto border-r border-line">
          <RegionList items={items} selected={selected?.Region ?? null} />
        </div>
        <div className="min-h-0 overflow-y-auto bg-bg">
          {selected === null ? null : <RegionDetail key={selected.Region} region={selected} target={targets.find((target) => target.Region === selected.Region)} isOnly={items.length === 1} />}
        </div>
      </div>
    </Pane>
  )
}

/** Folders with their regions, the home region's folder first. */
function byFolder(items: readonly RegionStatus[]): readonly (readonly [string, readonly RegionStatus[]])[] {
  const folders = new Map<string, RegionStatus[]>()
  for (const item of items.toSorted((left, right) => Number(right.Home) - Number(left.Home) || (left.Region < right.Region ? -1 : 1))) {
    const folder = folderOf(item.Place)
    folders.set(folder, [...(folders.get(folder) ?? []), item])
  }
  return [...folders]
}

function RegionList({ items, selected }: { readonly items: readonly RegionStatus[]; readonly selected: string | null }) {
  return (
    <GridList
      aria-label="Regions"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={selected === null ? [] : [selected]}
      onSelectionChange={(keys) => {
        const [first] = keys
        if (first !== undefined) focusRegion(String(first))
      }}
      className="no-ring flex flex-col outline-none"
    >
      {byFolder(items).map(([folder, regions]) => (
        <GridListSection key={folder}>
          <GridListHeader className="truncate px-3 pt-3 pb-1 text-xs text-faint">
            <span title={folder}>{regions[0]?.InVaultFolder === true ? 'In the vault’s folder' : folder}</span>
          </GridListHeader>
          {regions.map((region) => (
            <RegionRow key={region.Region} region={region} />
          ))}
        </GridListSection>
      ))}
    </GridList>
  )
}

function RegionRow({ region }: { readonly region: RegionStatus }) {
  const { word, tone } = stateWords(region.State)
  return (
    <GridListItem
      id={region.Region}
      textValue={region.Region}
      className="no-ring flex min-h-[46px] cursor-default items-center gap-2 border-b border-line2 px-3 py-1.5 outline-none hover:bg-sunken focus-visible:shadow-[inset_0_0_0_2px_var(--accent)] selected:bg-accent-soft selected:shadow-[inset_2px_0_var(--accent)] focus-visible:selected:shadow-[inset_0_0_0_2px_var(--accent)]"
    >
      <span className="min-w-0 flex-1">
        <span className="mono block truncate">{region.Region}</span>
        <span className="block truncate text-sm text-muted">
          {regionPlace(region.Region)}
          {region.SecretCount === undefined ? '' : ` · ${countText(region.SecretCount, 'secret')}`}
        </span>
      </span>
      {region.PendingCount > 0 ? <Chip tone="amber">{`${region.PendingCount.toLocaleString('en')} waiting`}</Chip> : null}
      {region.State === 'attached' ? null : <Chip tone={tone}>{word}</Chip>}
      {region.Home ? <Chip>home</Chip> : null}
    </GridListItem>
  )
}
