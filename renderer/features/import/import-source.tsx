import type { WireInput } from '../../../shared/operations/catalog.ts'
import { MAX_IMPORT_BYTES } from '../../../shared/import/parsed-import.ts'
import { FilePicker } from '../../components/file-picker.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { type ChosenFile, chooseFile, readDroppedFile, textOf } from '../../store/chosen-files.ts'
import { notifyError } from '../../store/toasts.ts'
import { FORMAT_OPTIONS } from './import-words.ts'

export interface ImportText {
  readonly text: string
  readonly fileName: string
  readonly format: NonNullable<WireInput<'workbench:PlanImport'>['Format']>
  /** A file was given whose bytes are no text. */
  readonly isBinary: boolean
}

/** A larger text than this makes the text field slow and is not put into it. */
const SHOWN_CHARACTERS = 200_000

/** Where the import comes from: a file, or what is pasted. */
export function ImportSource(props: {
  readonly source: ImportText
  readonly onChange: (source: ImportText) => void
  /** Given when the text is an encrypted export. */
  readonly passphrase?: string
  readonly onPassphrase?: (passphrase: string) => void
}) {
  const { source, onChange, passphrase, onPassphrase } = props
  function take(file: ChosenFile): void {
    const text = textOf(file.base64)
    onChange({ ...source, text: text ?? '', fileName: file.name, isBinary: text === null })
  }
  const isLarge = source.text.length > SHOWN_CHARACTERS
  return (
    <div className="flex flex-col gap-3">
      <FilePicker
        label={source.fileName === '' ? 'Drop a file here' : source.fileName}
        hint={`At most ${MAX_IMPORT_BYTES / 1_000_000} MB. The file stays where it is: delete it afterwards.`}
        onChoose={async () => {
          try {
            const file = await chooseFile('Choose a file to import')
            if (file !== null) take(file)
          } catch (error) {
            notifyError(error)
          }
        }}
        onDrop={(dropped) => void readDroppedFile(dropped).then(take, notifyError)}
      />
      {source.isBinary ? <p className="text-red">{source.fileName} is no UTF-8 text. For a file of bytes make a new secret of the kind Binary.</p> : null}
      {isLarge ? (
        <p className="text-muted">
          {source.text.length.toLocaleString('en')} characters of {source.fileName === '' ? 'text' : source.fileName}, not shown here.
        </p>
      ) : (
        <TextArea label="Or paste" value={source.text} onChange={(text) => onChange({ ...source, text, isBinary: false })} placeholder={'DATABASE_URL=postgres://app@db/app\nAPI_KEY=…'} rows={9} mono />
      )}
      {passphrase === undefined || onPassphrase === undefined ? (
        <Select label="Format" options={FORMAT_OPTIONS} value={source.format} onChange={(format) => onChange({ ...source, format })} className="w-56" />
      ) : (
        <PassphraseField label="Passphrase of the encrypted export" value={passphrase} onChange={onPassphrase} autoFocus className="w-96" />
      )}
    </div>
  )
}
