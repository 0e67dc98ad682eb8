import { Button } from '../../components/button.tsx'
import { Note } from '../../components/note.tsx'
import { pauseRotations } from '../../store/rotations.ts'
import { notifyError } from '../../store/toasts.ts'

/** Says that no rotation of the vault begins, with the way on. */
export function PausedNote() {
  return (
    <Note tone="amber" title="Rotations are paused" className="mb-3" actions={<Button onPress={() => pauseRotations(false).catch(notifyError)}>Resume rotations</Button>}>
      Nothing begins in this vault: no window, no retry, and nothing that is asked for. It waits, and nothing is lost.
    </Note>
  )
}
