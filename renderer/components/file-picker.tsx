import { FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { DropZone, type FileDropItem } from 'react-aria-components'
import { Button } from './button.tsx'

/** A place to drop a file or to choose one. */
export function FilePicker(props: { readonly label: string; readonly hint?: ReactNode; readonly onChoose: () => void | Promise<void>; readonly onDrop: (file: File) => void; readonly className?: string }) {
  return (
    <DropZone
      aria-label={props.label}
      getDropOperation={() => 'copy'}
      onDrop={(event) => {
        const item = event.items.find((one): one is FileDropItem => one.kind === 'file')
        if (item !== undefined) void item.getFile().then(props.onDrop)
      }}
      className={`flex flex-col items-center justify-center gap-2 rounded-lg border border-dashed border-mark px-4 py-6 text-center text-muted data-drop-target:border-accent data-drop-target:bg-accent-soft ${props.className ?? ''}`}
    >
      <FileUp size={16} aria-hidden />
      <span>{props.label}</span>
      <Button onPress={props.onChoose}>Choose a file</Button>
      {props.hint === undefined ? null : <span className="text-sm text-faint">{props.hint}</span>}
    </DropZone>
  )
}
