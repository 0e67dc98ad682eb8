import { FileInput } from 'lucide-react'
import { useEffect, useState } from 'react'
import { readDroppedFile } from '../../store/chosen-files.ts'
import { store } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { leaveDroppedFile } from './dropped-file.ts'

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true
const isFree = (): boolean => store.getState().view.dialog === null

/** Takes a file dropped anywhere on the window to the import dialog, which writes nothing before it is asked to. */
export function DropTarget() {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    function over(event: DragEvent): void {
      if (!holdsFiles(event) || !isFree()) return
      event.preventDefault()
      setIsOver(true)
    }
    function leave(event: DragEvent): void {
      if (event.relatedTarget === null) setIsOver(false)
    }
    function drop(event: DragEvent): void {
      setIsOver(false)
      const file = event.dataTransfer?.files[0]
      if (file === undefined || !isFree()) return
      event.preventDefault()
      readDroppedFile(file).then((read) => {
        leaveDroppedFile(read)
        openDialog('import-secrets', {})
      }, notifyError)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (!isOver) return null
  return (
    <div className="pointer-events-none fixed inset-2 z-30 grid place-items-center rounded-xl border-2 border-dashed border-accent bg-scrim">
      <div className="flex items-center gap-2 rounded-lg bg-panel px-4 py-2.5 shadow-float">
        <FileInput size={16} className="text-accent" aria-hidden />
        Drop to import. You see what would change first.
      </div>
    </div>
  )
}
