import { useState } from 'react'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { CofferError } from '../../api/coffer-api.ts'
import { useAction } from '../../hooks/use-action.ts'
import { checkRegionFile, recoverVault, type RegionFile } from '../../store/recovery.ts'
import { RecoverFileForm } from './recover-file-form.tsx'
import { RecoverReview } from './recover-review.tsx'
import { replicaCount } from './recover-words.ts'

/** The file, the region that it is said to be of and what opens it. Lives here while the step is shown, and nowhere else. */
export type RecoverDraft = Pick<WireInput<'workbench:RecoverVault'>, 'Path' | 'Method' | 'Passphrase' | 'RecoveryCode'> & { readonly Region?: string }

/** The way back from the file of one region, when the rest of the vault is lost: look into it first, then decide. */
export function RecoverStep({ onBack }: { readonly onBack: () => void }) {
  const [draft, setDraft] = useState<RecoverDraft | null>(null)
  const [found, setFound] = useState<RegionFile | null>(null)
  const looking = useAction(async (next: RecoverDraft) => {
    setDraft(next)
    const file = await checkRegionFile(next)
    if (file.Region === undefined) throw new CofferError('RegionUnknown', 'The file does not tell which region it is of. Choose its region.')
    setFound(file)
  })
  if (draft === null || found?.Contents === undefined) return <RecoverFileForm draft={draft} pending={looking.pending} error={looking.error} onEdit={looking.clearError} onLook={(next) => void looking.run(next)} onBack={onBack} />
  const { Contents: contents, Region: region = '' } = found
  return (
    <RecoverReview
      file={found}
      contents={contents}
      region={region}
      named={draft.Region}
      onBack={() => setFound(null)}
      onOpen={(choice) => recoverVault({ ...draft, ...choice, Region: region }, replicaCount(contents))}
    />
  )
}
