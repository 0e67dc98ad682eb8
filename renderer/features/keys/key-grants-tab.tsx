import { useState } from 'react'
import type { WireOutput } from '../../../shared/operations/catalog.ts'
import { principalLabel } from '../../../shared/activity-words.ts'
import { call } from '../../api/coffer-api.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { WordButton } from '../../components/word-button.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { useLatest } from '../../hooks/use-latest.ts'
import type { KeyItem } from '../../store/state.ts'

type Grant = WireOutput<'kms:ListGrants'>['Grants'][number]

const PAGE_ITEMS = 100

async function allGrants(keyId: string): Promise<readonly Grant[]> {
  const grants: Grant[] = []
  let marker: string | undefined
  do {
    const page = await call('kms:ListGrants', { KeyId: keyId, Limit: PAGE_ITEMS, ...(marker === undefined ? {} : { Marker: marker }) })
    grants.push(...page.Grants)
    marker = page.NextMarker
  } while (marker !== undefined)
  return grants
}

/** Who may use a key by a grant, beside its policy; each can be taken back. */
export function KeyGrantsTab({ item }: { readonly item: KeyItem }) {
  const { KeyId } = item.metadata
  const [revision, setRevision] = useState(0)
  const [revoking, setRevoking] = useState<Grant | null>(null)
  const { value: grants, error } = useLatest(`${KeyId} ${revision}`, () => allGrants(KeyId))
  if (error !== null) return <ErrorNote error={error} />
  if (grants === null) return null
  if (grants.length === 0) {
    return <EmptyState sentence="No grants. A grant lets a program use this key without a change of its policy." commandLine={`aws kms create-grant --key-id ${KeyId} \\\n  --grantee-principal arn:aws:iam::${item.metadata.AWSAccountId}:role/api \\\n  --operations Decrypt`} />
  }
  return (
    <>
      <ul aria-label="Grants" className="overflow-hidden rounded-lg border border-line bg-panel">
        {grants.map((grant) => (
          <li key={grant.GrantId} className="flex items-start gap-2 border-line2 px-3 py-1.5 not-first:border-t">
            <div className="min-w-0 flex-1">
              <div className="[overflow-wrap:anywhere]">
                <b title={grant.GranteePrincipal}>{principalLabel(grant.GranteePrincipal)}</b> may {grant.Operations.join(', ')}
              </div>
              <div className="text-sm text-muted [overflow-wrap:anywhere]">
                {contextText(grant)}
                {grant.Name === undefined ? '' : `${grant.Name} · `}made <RelativeTime ms={grant.CreationDate * 1000} />
                {grant.RetiringPrincipal === undefined ? '' : ` · ${principalLabel(grant.RetiringPrincipal)} may retire it`}
              </div>
              <div className="mono truncate text-xs text-faint" title={grant.GrantId}>{grant.GrantId}</div>
            </div>
            <WordButton label={`Revoke the grant of ${principalLabel(grant.GranteePrincipal)}`} onPress={() => setRevoking(grant)}>
              Revoke
            </WordButton>
          </li>
        ))}
      </ul>
      {revoking === null ? null : (
        <RevokeGrant
          keyId={KeyId}
          grant={revoking}
          onClose={(isRevoked) => {
            setRevoking(null)
            if (isRevoked) setRevision(revision + 1)
          }}
        />
      )}
    </>
  )
}

function contextText({ Constraints }: Grant): string {
  const subset = Object.entries(Constraints?.EncryptionContextSubset ?? {}).map(([key, value]) => `${key}=${value}`)
  const equals = Object.entries(Constraints?.EncryptionContextEquals ?? {}).map(([key, value]) => `${key}=${value}`)
  if (equals.length > 0) return `only with exactly the context ${equals.join(', ')} · `
  return subset.length > 0 ? `only with ${subset.join(', ')} in the context · ` : ''
}

function RevokeGrant(props: { readonly keyId: string; readonly grant: Grant; readonly onClose: (isRevoked: boolean) => void }) {
  const revoking = useAction(async () => {
    await call('kms:RevokeGrant', { KeyId: props.keyId, GrantId: props.grant.GrantId })
    props.onClose(true)
  })
  return (
    <ConfirmDialog title="Revoke this grant?" action="Revoke grant" isDanger isPending={revoking.pending} error={revoking.error} onConfirm={revoking.run} onClose={() => props.onClose(false)}>
      <span className="mono break-all text-text">{props.grant.GranteePrincipal}</span> may no longer {props.grant.Operations.join(', ')} with this key, unless a policy allows it. To give it back, make a new grant.
    </ConfirmDialog>
  )
}
