import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { NewPassphrase } from '../../components/new-passphrase.tsx'
import { Note } from '../../components/note.tsx'
import { RadioGroup } from '../../components/radio-group.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { usePassphraseCheck } from '../../hooks/use-passphrase-check.ts'
import { useStore } from '../../store/store.ts'
import { suggestPassphrase } from '../../store/suggest-passphrase.ts'
import { type ExportFormat, exportSecrets } from '../../store/transfer.ts'
import { closeDialog } from '../../store/view.ts'

const FORMATS = [
  { value: 'encrypted', label: 'Encrypted file', hint: 'All values, sealed with a passphrase. Coffer reads it back.' },
  { value: 'env', label: '.env', hint: 'Every key as a variable. Readable by anyone who gets the file.' },
  { value: 'json', label: 'JSON', hint: 'In the shape of AWS’s BatchGetSecretValue, binary values too. Readable by anyone who gets the file.' },
] as const

/** Writes current values to a file, after saying what that means. */
export function ExportDialog({ arns }: { readonly arns: readonly string[] }) {
  const [format, setFormat] = useState<ExportFormat>('encrypted')
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const check = usePassphraseCheck(passphrase)
  const onlyName = useStore((state) => (arns.length === 1 ? state.secrets.summaries.get(arns[0] ?? '')?.Name : undefined))
  const isEncrypted = format === 'encrypted'
  const isReady = !isEncrypted || (check?.Acceptable === true && passphrase === repeated)
  const exporting = useAction(async () => {
    const baseName = onlyName?.split('/').at(-1) ?? 'secrets'
    if (await exportSecrets(arns, format, baseName, isEncrypted ? passphrase : null)) closeDialog()
  })
  return (
    <Dialog
      title={`Export ${arns.length === 1 ? 'a secret' : `${arns.length.toLocaleString('en')} secrets`}`}
      {...(onlyName === undefined ? {} : { description: <span className="mono [overflow-wrap:anywhere]">{onlyName}</span> })}
      width="small"
      onClose={closeDialog}
      hasEdits={passphrase !== ''}
      isBusy={exporting.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button variant={isEncrypted ? 'primary' : 'danger'} isDisabled={!isReady} isPending={exporting.pending} onPress={() => exporting.run()}>
            {isEncrypted ? 'Export' : 'Export unencrypted'}
          </Button>
        </>
      }
    >
      <RadioGroup aria-label="Format" options={FORMATS} value={format} onChange={setFormat} />
      {isEncrypted ? (
        <NewPassphrase passphrase={passphrase} repeated={repeated} check={check} onPassphrase={setPassphrase} onRepeated={setRepeated} suggest={suggestPassphrase} label="Passphrase of the file" />
      ) : (
        <Note tone="amber" className="mt-3" title="The file is not encrypted">
          Whoever can read the file has the values: other programs of yours, back-ups, synced folders. Only you may read it as it is written (mode 0600). Delete it when it has done its work; each export is on record
          in Activity.
        </Note>
      )}
      {exporting.error === null ? null : <ErrorNote error={exporting.error} className="mt-3" />}
    </Dialog>
  )
}
