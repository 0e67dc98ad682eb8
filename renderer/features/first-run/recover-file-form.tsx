import { FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { normalizeRecoveryCode } from '../../../shared/recovery-code.ts'
import { app } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { bytesText } from '../../components/bytes.tsx'
import { type CofferErrorLike, ErrorNote } from '../../components/error-note.tsx'
import { PassphraseField } from '../../components/passphrase-field.tsx'
import { QuietColumn } from '../../components/quiet-column.tsx'
import { regionPlace, regionsLike } from '../../components/region-names.ts'
import { Select } from '../../components/select.tsx'
import { TextArea } from '../../components/text-area.tsx'
import { TextField } from '../../components/text-field.tsx'
import { TextLink } from '../../components/text-link.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import { checkRegionFile, type RegionFile } from '../../store/recovery.ts'
import { useStore } from '../../store/store.ts'
import type { RecoverDraft } from './recover-step.tsx'
import { fileWords } from './recover-words.ts'

type Method = RecoverDraft['Method']
/** A path that is being typed names nothing yet: that is no alarm. */
const BEING_TYPED = new Set(['VaultFileMissing', 'InvalidParameterException'])
const BY_FILE = 'by-file'
const LINK: Readonly<Record<Method, string>> = { recovery: 'Use the recovery code', passphrase: 'Use the passphrase', keychain: 'Use the keychain' }

/** Which file, of which region, and what opens it. */
export function RecoverFileForm(props: { readonly draft: RecoverDraft | null; readonly pending: boolean; readonly error: CofferErrorLike | null; readonly onEdit: () => void; readonly onLook: (draft: RecoverDraft) => void; readonly onBack: () => void }) {
  const { draft } = props
  const [path, setPath] = useState(draft?.Path ?? '')
  const [named, setNamed] = useState<string | null>(draft?.Region ?? null)
  const [chosen, setChosen] = useState<Method>(draft?.Method ?? 'recovery')
  const [code, setCode] = useState(draft?.RecoveryCode ?? '')
  const [passphrase, setPassphrase] = useState(draft?.Passphrase ?? '')
  const wanted = path.trim()
  const { value: file, error: fileError } = useLatest(wanted, async () => (wanted === '' ? null : checkRegionFile({ Path: wanted })))
  const methods = useMethods(file)
  const method = methods.includes(chosen) ? chosen : (methods[0] ?? 'recovery')
  const region = named ?? file?.Region ?? BY_FILE
  const isReady = file !== null && (method === 'keychain' || (method === 'passphrase' ? passphrase !== '' : normalizeRecoveryCode(code) !== ''))
  const choosing = useAction(async () => {
    const answer = await app('dialog.choose-path', { title: 'Choose the file of a region', kind: 'file' })
    if (answer !== null) changePath(answer.path)
  })
  function changePath(next: string): void {
    setPath(next)
    // Another file has a name of its own.
    setNamed(null)
    props.onEdit()
  }
  function look(): void {
    if (!isReady) return
    props.onLook({
      Path: wanted,
      ...(region === BY_FILE ? {} : { Region: region }),
      Method: method,
      ...(method === 'passphrase' ? { Passphrase: passphrase } : {}),
      ...(method === 'recovery' ? { RecoveryCode: code } : {}),
    })
  }
  return (
    <QuietColumn
      title="Open a vault from a region’s file"
      intro="For when the rest of the vault is lost and the file of one region is left: on a stick, a NAS or another disk. It is read first; nothing is copied or written until you say so."
      links={<TextLink onPress={props.onBack}>Back to a new vault</TextLink>}
    >
      <form
        className="mt-4 flex flex-col gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          look()
        }}
      >
        <div>
          <div className="flex items-end gap-2">
            <TextField label="File of the region" value={path} onChange={changePath} placeholder="/media/you/stick/eu-west-1.db" mono autoFocus className="min-w-0 flex-1" />
            <Button icon={<FolderOpen size={14} aria-hidden />} onPress={choosing.run} className="mb-0.5">
              Choose…
            </Button>
          </div>
          <div aria-live="polite" className="mt-1.5 text-sm text-muted">
            {file === null ? null : `${fileWords(file)} ${bytesText(file.SizeBytes)}.`}
            {fileError !== null && wanted !== '' && BEING_TYPED.has(fileError.code) ? fileError.message : null}
          </div>
          {fileError !== null && !BEING_TYPED.has(fileError.code) ? <ErrorNote error={fileError} className="mt-2" /> : null}
          {choosing.error === null ? null : <ErrorNote error={choosing.error} className="mt-2" />}
        </div>
        {file === null ? null : (
          <>
            <Select
              label="Region"
              mono
              value={region}
              onChange={setNamed}
              options={[...(file.Region === undefined ? [{ value: BY_FILE, label: 'as the file tells' }] : []), ...regionsLike(file.HomeRegion).map((value) => ({ value, label: value, hint: regionPlace(value) }))]}
            />
            {method === 'recovery' ? <TextArea label="Recovery code" value={code} onChange={setCode} rows={2} mono hint="From the recovery kit. Case, spaces and dashes do not matter; O is read as 0, I and L as 1." /> : null}
            {method === 'passphrase' ? <PassphraseField label="Passphrase" value={passphrase} onChange={setPassphrase} /> : null}
            {method === 'keychain' ? <p className="text-muted">Opened with the key that this computer’s keychain has for the vault.</p> : null}
            {methods.length > 1 ? (
              <div className="-mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
                {methods
                  .filter((other) => other !== method)
                  .map((other) => (
                    <TextLink key={other} onPress={() => setChosen(other)} isDisabled={props.pending}>
                      {LINK[other]}
                    </TextLink>
                  ))}
              </div>
            ) : null}
          </>
        )}
        {props.error === null ? null : <ErrorNote error={props.error} />}
        <div className="flex items-center justify-between gap-4">
          <span className="text-sm text-faint">Next: what the file holds</span>
          <Button type="submit" variant="primary" size="large" isDisabled={!isReady} isPending={props.pending}>
            Look into the file
          </Button>
        </div>
      </form>
    </QuietColumn>
  )
}

/** The ways to open the file's vault here, the likeliest first. */
function useMethods(file: RegionFile | null): readonly Method[] {
  const hasKeychain = useStore((state) => state.session.vault?.Keychain.State === 'available')
  const order: readonly Method[] = ['recovery', 'passphrase', 'keychain']
  return order.filter((method) => file?.Methods.includes(method) === true && (method !== 'keychain' || hasKeychain))
}
