import { pauseRotations } from '../store/rotations.ts'
import { selectedInOrder } from '../store/selection.ts'
import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { openDialog } from '../store/view.ts'
import { needsChangeableSecret, needsSelection, registerCommands, selectionSubject } from './registry.ts'

const isUnsealed = (state: State) => state.session.status === 'unsealed'

registerCommands([
  {
    id: 'secret.rotate',
    label: 'Rotate now…',
    section: 'Secret',
    keywords: 'rotation change password',
    when: (state) => needsSelection(state) && [...state.selection.selectedArns].some((arn) => state.secrets.summaries.get(arn)?.RotationEnabled === true),
    subject: selectionSubject,
    run: () => openDialog('rotate-secrets', { arns: selectedInOrder() }),
  },
  {
    id: 'secret.set-up-rotation',
    label: 'Set up rotation…',
    section: 'Secret',
    keywords: 'rotate schedule cron edit',
    when: needsChangeableSecret,
    subject: selectionSubject,
    run: () => {
      const arn = store.getState().selection.focusedArn
      if (arn !== null) openDialog('set-up-rotation', { arn })
    },
  },
  { id: 'rotation.pause', label: 'Pause rotations', section: 'Rotation', keywords: 'stop hold', when: (state) => isUnsealed(state) && !state.rotations.isPaused, run: () => pauseRotations(true) },
  { id: 'rotation.resume', label: 'Resume rotations', section: 'Rotation', keywords: 'go on', when: (state) => isUnsealed(state) && state.rotations.isPaused, run: () => pauseRotations(false) },
])
