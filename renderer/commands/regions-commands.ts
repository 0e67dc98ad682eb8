import { selectedInOrder } from '../store/selection.ts'
import { openDialog } from '../store/view.ts'
import { needsChangeableSelection, registerCommands, selectionSubject } from './registry.ts'

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
])
