import { LIMITS } from '../../../shared/limits.ts'
import { base64ToBytes } from '../../../shared/shape/base64.ts'
import { bytesText } from '../../components/bytes.tsx'
import { Button } from '../../components/button.tsx'
import { FilePicker } from '../../components/file-picker.tsx'
import { type ChosenFile, chooseFile, readDroppedFile } from '../../store/chosen-files.ts'
import { notifyError } from '../../store/toasts.ts'

/** The file whose bytes become the value. */
export function BinaryFile({ file, onChange }: { readonly file: ChosenFile | null; readonly onChange: (file: ChosenFile | null) => void }) {
  if (file !== null) {
    return (
      <div className="flex min-h-[34px] items-center gap-3 rounded-lg border border-line bg-panel py-1 pr-1.5 pl-3">
        <span className="mono min-w-0 flex-1 truncate">{file.name}</span>
        <span className="text-sm text-muted tabular-nums">
          {bytesText(base64ToBytes(file.base64)?.length ?? 0)} of {LIMITS.secretValueBytes.toLocaleString('en')}
        </span>
        <Button variant="quiet" onPress={() => onChange(null)}>
          Another file
        </Button>
      </div>
    )
  }
  return (
    <FilePicker
      label="Drop a file here"
      hint={`At most ${LIMITS.secretValueBytes.toLocaleString('en')} bytes`}
      onChoose={async () => {
        try {
          const chosen = await chooseFile('Choose the value')
          if (chosen !== null) onChange(chosen)
        } catch (error) {
          notifyError(error)
        }
      }}
      onDrop={(dropped) => void readDroppedFile(dropped).then(onChange, notifyError)}
    />
  )
}
