import { selectedInOrder } from '../store/selection.ts'
import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { openDialog } from '../store/view.ts'
import { needsChangeableSelection, registerCommands, selectionSubject } from './registry.ts'

const hasSecondRegion = (state: State) => state.session.status === 'unsealed' && state.regions.items.length > 1

registerCommands([
  {
    id: 'secret.replicate',
    label: 'Replicate to regions…',
    section: 'Secret',
    keywords: 'replica region copy disaster standby multi',
    when: needsChangeableSelection,
    subject: selectionSubject,
    run: () => openDialog('replicate-secrets', { arns: selectedInOrder() }),
  },
  { id: 'regions.add', label: 'Add a region…', section: 'Regions', keywords: 'disk nas usb stick store standby', run: () => openDialog('add-region', {}) },
  { id: 'regions.attach', label: 'Attach a region…', section: 'Regions', keywords: 'disk open file stick', run: () => openDialog('attach-region', {}) },
  { id: 'regions.recipes', label: 'What regions are for…', section: 'Regions', keywords: 'recipes readers two regions application stand-by standby disk disaster recovery', run: () => openDialog('region-recipes', {}) },
  { id: 'regions.loss', label: 'What if this disk dies now…', section: 'Regions', keywords: 'loss disaster recovery report', run: () => openDialog('region-loss', { region: store.getState().session.region }) },
  { id: 'regions.compare', label: 'Compare two regions…', section: 'Regions', keywords: 'drift check reunite replicas', when: hasSecondRegion, run: () => openDialog('compare-regions', {}) },
  { id: 'regions.promote', label: 'Promote the replicas of this region…', section: 'Regions', keywords: 'disaster recovery standalone failover', when: hasSecondRegion, run: () => openDialog('promote-region', { region: store.getState().session.region }) },
])
